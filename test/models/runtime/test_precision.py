"""Precision: instructions decide, CPU time confirms, and the answer is kept per machine, whatever else the machine does."""

from __future__ import annotations

import json
import threading
import time

import pytest
import torch
from pixel_classifier.models.runtime import precision

CPU = torch.device("cpu")


@pytest.fixture(autouse=True)
def answers(tmp_path, monkeypatch):
    """Returns the file of answers, in a folder of the test's own."""
    monkeypatch.setenv(precision.CACHE_VARIABLE, str(tmp_path / "cache"))
    precision._cpu_is_faster_in_bfloat16.cache_clear()
    yield tmp_path / "cache" / precision.ANSWERS
    precision._cpu_is_faster_in_bfloat16.cache_clear()


@pytest.fixture
def has_bfloat16(monkeypatch):
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"amx_bf16": True}, raising=False)


def as_in_a_new_process():
    precision._cpu_is_faster_in_bfloat16.cache_clear()
    return precision.autocast_dtype(CPU)


@pytest.mark.parametrize(
    ("capability", "expected"), [((6, 1), None), ((7, 5), torch.float16), ((8, 0), torch.bfloat16)]
)
def test_precision_on_a_gpu_follows_its_generation(monkeypatch, capability, expected):
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda device: capability)
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda device: "NVIDIA A GPU")
    assert precision.autocast_dtype(torch.device("cuda:0")) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("NVIDIA GeForce GTX 1660 Ti", None), ("NVIDIA GeForce GTX 1650", None), ("NVIDIA GeForce MX450", None), ("NVIDIA T600 Laptop GPU", None),
     ("Tesla T4", torch.float16), ("NVIDIA GeForce RTX 2060", torch.float16), ("Quadro T1000", None), ("Quadro T2000 with Max-Q Design", None), ("Quadro RTX 4000", torch.float16)],
)  # fmt: skip
def test_a_gpu_of_7_5_without_tensor_cores_computes_in_float32(monkeypatch, name, expected):
    """In float16 its convolutions return NaN: trainings diverged, and maps were NoData."""
    device = torch.device("cuda:0")
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda device: (7, 5))
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda device: name)
    assert precision.autocast_dtype(device) is expected
    assert precision.recorded_dtype("float16", device) is expected


@pytest.mark.parametrize(
    ("instructions", "share", "expected"),
    [("avx2", 0.2, None), ("avx512_bf16", 0.2, torch.bfloat16), ("amx_bf16", 0.2, torch.bfloat16),
     ("avx512_bf16", 1.6, None)],
)  # fmt: skip
def test_bfloat16_on_a_cpu_only_where_its_instructions_are_faster(monkeypatch, instructions, share, expected):
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {instructions: True}, raising=False)
    monkeypatch.setattr(precision, "_bfloat16_share", lambda: share)
    assert precision.autocast_dtype(CPU) is expected


def test_an_older_pytorch_reads_the_instructions_from_linux(monkeypatch):
    monkeypatch.delattr(torch.cpu, "get_capabilities", raising=False)
    monkeypatch.setattr(precision, "_cpu_info", {"flags": "sse avx512_bf16", "model name": "A CPU"}.__getitem__)
    monkeypatch.setattr(precision, "_bfloat16_share", lambda: 0.3)
    assert precision.autocast_dtype(CPU) is torch.bfloat16
    monkeypatch.setattr(precision, "_cpu_info", {"flags": "sse avx512f", "model name": "A CPU"}.__getitem__)
    assert precision.autocast_dtype(CPU) is None


@pytest.mark.usefixtures("has_bfloat16")
def test_the_stored_answer_of_this_machine_is_used(monkeypatch, answers):
    monkeypatch.setattr(precision, "_bfloat16_share", lambda: 0.79)
    assert as_in_a_new_process() is torch.bfloat16
    monkeypatch.setattr(precision, "_bfloat16_share", lambda: 0.81)
    assert as_in_a_new_process() is torch.bfloat16
    assert list(answers.parent.iterdir()) == [answers]
    stored = json.loads(answers.read_text())
    assert list(stored.values()) == ["bfloat16"] and torch.__version__ in next(iter(stored))
    monkeypatch.setattr(torch, "__version__", "99.0")
    assert as_in_a_new_process() is None
    assert sorted(json.loads(answers.read_text()).values()) == ["bfloat16", "float32"]


@pytest.mark.usefixtures("has_bfloat16")
@pytest.mark.parametrize("content", [b"", b"[1, 2]", b"{", b"\xff\xfe", b'{"%s": "int7"}'])
def test_a_damaged_file_of_answers_is_replaced(monkeypatch, answers, content):
    answers.parent.mkdir()
    answers.write_bytes(content.replace(b"%s", precision._machine().encode()))
    monkeypatch.setattr(precision, "_bfloat16_share", lambda: 0.3)
    assert as_in_a_new_process() is torch.bfloat16
    assert list(json.loads(answers.read_text()).values()) == ["bfloat16"]


@pytest.mark.usefixtures("has_bfloat16")
def test_a_folder_that_cannot_be_written_is_no_error(monkeypatch, tmp_path):
    (tmp_path / "a file").touch()
    monkeypatch.setenv(precision.CACHE_VARIABLE, str(tmp_path / "a file" / "cache"))
    monkeypatch.setattr(precision, "_bfloat16_share", lambda: 0.3)
    assert as_in_a_new_process() is torch.bfloat16


@pytest.mark.usefixtures("has_bfloat16")
def test_a_busy_machine_gives_the_same_precision_each_time(monkeypatch, answers):
    """Here bfloat16 takes as much CPU time as float32 (share 1) or a quarter of it; the clock is made to run wild."""
    monkeypatch.setattr(precision, "_ROUND_S", 0.002)
    stop = threading.Event()

    def work():
        while not stop.is_set():
            sum(range(1000))

    def spend(seconds):
        def call():
            started = time.thread_time()
            while time.thread_time() - started < seconds:
                pass

        return call

    threads = [threading.Thread(target=work, daemon=True) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        for bfloat16_s, expected in ((0.0005, torch.bfloat16), (0.002, None)):
            calls = {torch.float32: spend(0.002), torch.bfloat16: spend(bfloat16_s)}
            monkeypatch.setattr(precision, "_convolution", calls.__getitem__)
            found = set()
            for _ in range(20):
                answers.unlink(missing_ok=True)
                found.add(as_in_a_new_process())
            assert found == {expected}
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_the_measurement_leaves_the_number_of_threads_as_it_was(monkeypatch):
    monkeypatch.setattr(precision, "_ROUND_S", 0.001)
    before = torch.get_num_threads()
    assert precision._bfloat16_share() > 0
    assert torch.get_num_threads() == before


@pytest.mark.parametrize("name", ["float32", "bfloat16"])
@pytest.mark.usefixtures("has_bfloat16")
def test_a_resumed_run_computes_in_the_precision_that_it_recorded(monkeypatch, name):
    monkeypatch.setattr(precision, "_bfloat16_share", lambda: 1.6 if name == "bfloat16" else 0.2)
    assert precision.precision_name(precision.recorded_dtype(name, CPU)) == name


@pytest.mark.parametrize(("name", "share"), [("bfloat16", 0.2), ("float16", 0.2), ("int7", 0.2)])
def test_a_recorded_precision_that_the_cpu_lacks_becomes_its_own(monkeypatch, name, share):
    monkeypatch.setattr(torch.cpu, "get_capabilities", dict, raising=False)
    monkeypatch.setattr(precision, "_bfloat16_share", lambda: share)
    assert precision.recorded_dtype(name, CPU) is None


def test_a_recorded_precision_on_a_gpu(monkeypatch):
    device = torch.device("cuda:0")
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda device: "Tesla T4")
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda device: (7, 5))
    assert precision.recorded_dtype("bfloat16", device) is torch.float16
    assert precision.recorded_dtype("float16", device) is torch.float16
    assert precision.recorded_dtype("float32", device) is None
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda device: (9, 0))
    assert precision.recorded_dtype("bfloat16", device) is torch.bfloat16
    assert precision.recorded_dtype("float16", device) is torch.float16


@pytest.mark.parametrize(
    ("instructions", "limit", "expected"),
    [
        ("avx2", "", True), ("avx", "", False), ("avx2 avx_vnni", "", True), ("avx2 avx512_f", "", False),
        ("avx2 avx512_f avx512_vnni", "", True), ("avx2 avx512_f avx512_vnni", "AVX512_CORE_VNNI", True),
        ("avx2 avx512_f avx512_vnni", "AVX512_CORE_BF16", True), ("avx2 avx512_f avx512_vnni", "avx512_core", False),
        ("avx2 avx512_f avx512_vnni", "AVX2", False), ("avx2", "AVX2", False),
    ],
)  # fmt: skip
def test_8_bits_need_a_cpu_on_which_they_were_tried(monkeypatch, instructions, limit, expected):
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: dict.fromkeys(instructions.split(), True), raising=False)
    monkeypatch.setenv("ONEDNN_MAX_CPU_ISA", limit)
    assert precision.cpu_has_int8() == expected
