"""Digests of files."""

from __future__ import annotations

import hashlib
import os
import time

from pixel_classifier.models.core import digests
from pixel_classifier.models.core.digests import digest_of_file, digest_of_files


def write(path, content, age_s=60):
    """Writes a file as if that many seconds ago."""
    path.write_bytes(content)
    when = time.time() - age_s
    os.utime(path, (when, when))
    return path


def reads(monkeypatch):
    """Returns the list to which each digest that is computed adds a block size, and lets files settle at once."""
    found, make = [], hashlib.sha256
    monkeypatch.setattr(digests, "_SETTLED_S", -60)  # the time of a change of the times cannot be set
    monkeypatch.setattr(digests.hashlib, "sha256", lambda *given: found.append(given) or make(*given))
    return found


def test_a_file_is_read_again_only_where_it_was_changed(tmp_path, monkeypatch):
    path = write(tmp_path / "weights", b"first")
    computed = reads(monkeypatch)
    first = digest_of_file(path)
    assert digest_of_file(path) == digest_of_file(str(path)) == first and len(computed) == 1
    write(path, b"other", 30)
    assert digest_of_file(path) != first and len(computed) == 2
    (tmp_path / "third").write_bytes(b"third")
    os.utime(tmp_path / "third", ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    os.replace(tmp_path / "third", path)  # of the same size and time
    assert digest_of_file(path) == hashlib.sha256(b"third").hexdigest()


def test_a_file_that_was_just_written_is_read_each_time(tmp_path):
    path = tmp_path / "weights"
    for content in (b"first", b"other"):
        path.write_bytes(content)
        os.utime(path, (1e9, 1e9))
        assert digest_of_file(path) == hashlib.sha256(content).hexdigest()
    assert os.path.abspath(path) not in digests._known


def test_the_digest_of_files_is_that_of_copies_and_not_of_the_same_bytes_otherwise_divided(tmp_path):
    def files(name, *contents):
        return [write(tmp_path / f"{name}{number}", content) for number, content in enumerate(contents)]

    here = digest_of_files(files("a", b"weights", b"table"))
    assert here == digest_of_files(files("b", b"weights", b"table"))
    assert here != digest_of_files(files("c", b"weightst", b"able"))
