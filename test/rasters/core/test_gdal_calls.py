"""GDAL's failures become errors of ours, whether it raises or reports, and it knows whether it finds its data."""

from __future__ import annotations

import contextlib
import contextvars
import threading

import numpy as np
import pytest
from osgeo import gdal, ogr, osr
from pixel_classifier.rasters.core import gdal_calls
from pixel_classifier.rasters.core.errors import RasterError
from pixel_classifier.rasters.core.gdal_calls import (
    gdal_errors_as,
    gdal_failures,
    gdal_warnings_to,
    opened,
    why_no_raster,
)
from rasters_data import make_raster


@pytest.fixture(params=[True, False], ids=["raising", "reporting"])
def exceptions(request):
    """GDAL's exceptions on or off, as other code of a QGIS process leaves them."""
    modules = [module for module in (gdal, ogr, osr) if module.GetUseExceptions()]
    if not request.param:
        for _ in modules:  # GDAL 3.6 takes them off in the reverse order only
            for module in modules:
                with contextlib.suppress(RuntimeError):
                    module.DontUseExceptions()
        assert not gdal.GetUseExceptions()
    yield
    for module in modules:
        module.UseExceptions()


def error(why: str) -> RasterError:
    return RasterError(f"Not usable: {why}.")


def test_a_failing_call_raises_our_error_with_the_reason(exceptions, tmp_path):
    with pytest.raises(RasterError, match=r"Not usable: .*none\.tif.*[^.]\.$"), gdal_errors_as(error):
        gdal.Open(str(tmp_path / "none.tif"))


def test_a_missing_file_cannot_be_opened(exceptions, tmp_path):
    with pytest.raises(RasterError, match=r"Not usable: .*none\.tif"):
        opened(str(tmp_path / "none.tif"), gdal.OF_RASTER, error)


def test_other_errors_pass_and_calls_that_succeed_raise_nothing(exceptions):
    with pytest.raises(ValueError, match="mine"), gdal_errors_as(error):
        raise ValueError("mine")
    with gdal_errors_as(error):
        gdal.GetDriverByName("MEM").Create("", 2, 2)


def test_a_gdal_that_works_has_a_version_and_knows_reference_systems():
    assert gdal_calls.gdal_version()[0].isdigit()
    assert gdal_calls.proj_error() == ""


def test_missing_data_of_proj_are_reported(monkeypatch):
    class Lost(osr.SpatialReference):
        def ImportFromEPSG(self, code):
            raise RuntimeError("PROJ: proj_create_from_database: Cannot find proj.db")

    monkeypatch.setattr(gdal_calls.osr, "SpatialReference", Lost)
    assert "proj.db" in gdal_calls.proj_error()


def test_warnings_of_gdal_reach_the_log_once_and_not_the_terminal(capfd):
    lines = []
    with gdal_warnings_to(lines.append):
        gdal.Error(gdal.CE_Warning, 1, "the tag\nis unknown.")
        with gdal_failures() as failures:
            gdal.Error(gdal.CE_Warning, 1, "the tag is unknown")
            gdal.Error(gdal.CE_Warning, 1, "a second one")
            gdal.Error(gdal.CE_Debug, 1, "detail")
    assert lines == ["GDAL: the tag is unknown.", "GDAL: a second one."]
    assert failures == [] and capfd.readouterr().err == ""
    with gdal_failures():
        gdal.Error(gdal.CE_Warning, 1, "nobody listens any more")
    assert len(lines) == 2


def test_warnings_of_a_worker_thread_reach_the_log_on_its_own_thread(capfd):
    lines, threads = [], []

    def log(line):
        lines.append(line)
        threads.append(threading.get_ident())

    def warn():
        with gdal_errors_as(ValueError):
            gdal.Error(gdal.CE_Warning, 1, "a block is odd")

    with gdal_warnings_to(log):
        worker = threading.Thread(target=contextvars.copy_context().run, args=(warn,))
        worker.start()
        worker.join()
        assert not lines
    assert lines == ["GDAL: a block is odd."] and threads == [threading.get_ident()]
    assert capfd.readouterr() == ("", "")


def test_a_file_that_is_no_raster_has_the_reason_of_gdal(exceptions, tmp_path, capfd):
    (tmp_path / "text.tif").write_text("no raster")
    make_raster(tmp_path / "raster.tif", np.ones((2, 3), np.uint8))
    assert why_no_raster(str(tmp_path / "raster.tif")) == ""
    assert "not recognized" in why_no_raster(str(tmp_path / "text.tif"))
    assert capfd.readouterr().err == ""


def test_a_message_that_is_no_text_is_an_error_of_ours_also_where_the_context_ends(monkeypatch):
    usual = gdal_calls._CollectedFailures.__exit__

    def pending(self, *raised):
        usual(self, *raised)
        raise SystemError("returned a result with an exception set")

    monkeypatch.setattr(gdal_calls._CollectedFailures, "__exit__", pending)
    with pytest.raises(RasterError, match="GDAL gives no reason"), gdal_calls.gdal_exceptions_as(RasterError):
        pass
    with pytest.raises(RasterError):  # with the messages before it
        gdal_calls.opened("", 0, RasterError)
