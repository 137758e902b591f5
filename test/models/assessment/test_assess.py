"""Maps are assessed by points, polygons and rasters; report and table hold the result."""

from __future__ import annotations

import csv
import os
import re

import numpy as np
import pytest
from assessment_samples import HEIGHT, TRANSFORM, WIDTH, mapped, point, rectangle, truth, write_layer, write_map
from listener import Listener, Overwriter
from pixel_classifier.models.assessment import assess as assess_module
from pixel_classifier.models.assessment import result
from pixel_classifier.models.assessment.assess import AssessRequest, assess
from pixel_classifier.rasters.classes import class_raster
from pixel_classifier.rasters.classes.class_styles import ClassStyle
from pixel_classifier.rasters.core.errors import Cancelled, LabelError, OutputError, RasterError, SettingsError
from pixel_classifier.rasters.labels.mask_polygons import MaskPolygons
from pixel_classifier.rasters.labels.sources import RasterLabels, VectorLabels
from pixel_classifier.rasters.reading.dataset import RasterDataset


@pytest.fixture
def map_path(tmp_path):
    return write_map(tmp_path / "map.tif", mapped())


@pytest.fixture
def small_strips(monkeypatch):
    """Strips of a few rows, as a large raster has."""
    monkeypatch.setattr(class_raster, "_STRIP_PIXELS", 7 * WIDTH)


def compare(request, reporter):
    return assess_module.compare(request, RasterDataset(request.raster), reporter)


def layer(tmp_path, rows, **options):
    return VectorLabels(write_layer(tmp_path / "reference.gpkg", rows, **options), class_field="class")


def matrix(found):
    return found.class_table.values, found.counts.confusion.tolist()


def test_a_raster_assesses_every_pixel_that_both_have(map_path, tmp_path, small_strips):
    reference = truth()
    reference[:, 0] = 0
    said = Listener()
    found = compare(AssessRequest(map_path, RasterLabels(write_map(tmp_path / "r.tif", reference, nodata=None))), said)
    assert matrix(found) == ((3, 4, 700), [[570, 0, 0], [60, 540, 0], [0, 0, 600]])
    assert found.class_table.names == ("meadow", "lake <&>", "town")
    assert found.scores.accuracy == pytest.approx(1 - 60 / 1770)
    assert found.scores.classes[1].recall == pytest.approx(0.9)
    assert found.counts.on_nodata == 10 * 59
    assert found.counts.map_pixels.tolist() == [660, 540, 600]
    assert found.map_areas.tolist() == pytest.approx([6.6, 5.4, 6.0]) and found.area_unit == "ha"
    low, high = found.interval("accuracy")
    assert low < found.scores.accuracy < high


def test_no_area_is_larger_than_the_map(tmp_path):
    """Nine of ten points confirm a class that covers nearly all."""
    values = np.full((100, 100), 1, np.uint8)
    values[0] = 2
    points = [(point(10 * n, row), of_row if n else 2) for n in range(10) for row, of_row in ((50, 1), (0, 2))]
    reference = VectorLabels(write_layer(tmp_path / "points.gpkg", points), class_field="class")
    request = AssessRequest(
        write_map(tmp_path / "map.tif", values, table=None), reference, sampling="stratified",
        report=str(tmp_path / "a.html"), table=str(tmp_path / "a.csv"),
    )  # fmt: skip
    assess(request, Listener())
    with open(tmp_path / "a.csv", newline="", encoding="utf-8") as file:
        row = next(csv.DictReader(file))
    assert (row["class"], row["map_area_ha"]) == ("1", "99") and float(row["area_ha"]) == pytest.approx(89.1)
    assert float(row["area_ha_low"]) == pytest.approx(69.7, abs=0.1) and float(row["area_ha_high"]) == 100
    assert re.search(r"69\.\d+[–—]100(\.0+)?<", (tmp_path / "a.html").read_text(encoding="utf-8"))


@pytest.mark.parametrize("changing", ["map", "reference"])
def test_a_raster_that_is_overwritten_while_it_is_read_is_not_assessed(tmp_path, small_strips, changing):
    paths = {name: write_map(tmp_path / f"{name}.tif", mapped()) for name in ("map", "reference")}
    overwriter = Overwriter(paths[changing], (tmp_path / f"{changing}.tif").read_bytes() + b"more", at=0.5)
    with pytest.raises(RasterError, match="was changed while it was read"):
        compare(AssessRequest(paths["map"], RasterLabels(paths["reference"])), Listener(overwriter))
    assert overwriter.is_done


def test_a_reference_raster_on_another_grid_and_crs_is_taken_by_its_nearest_pixel(map_path, tmp_path):
    from osgeo import gdal

    here = write_map(tmp_path / "here.tif", truth())
    gdal.Warp(str(tmp_path / "there.tif"), here, dstSRS="EPSG:3035", xRes=5, yRes=5, resampleAlg="near", dstNodata=0)
    found = compare(AssessRequest(map_path, RasterLabels(str(tmp_path / "there.tif"))), Listener())
    assert found.counts.evaluated == pytest.approx(30 * WIDTH, rel=0.05)
    assert found.scores.accuracy == pytest.approx(1 - 2 / 60, abs=0.02)


def test_with_nothing_ignored_0_is_a_class_of_the_reference(tmp_path):
    values = (np.arange(WIDTH * HEIGHT).reshape(HEIGHT, WIDTH) % 3 == 0).astype(np.uint8)
    map_path = write_map(tmp_path / "map.tif", values, nodata=None, table=None)
    reference = RasterLabels(write_map(tmp_path / "r.tif", 1 - values, nodata=None, table=None))
    ignoring = compare(AssessRequest(map_path, reference), Listener())
    assert matrix(ignoring) == ((0, 1), [[0, 0], [1600, 0]])
    whole = compare(AssessRequest(map_path, reference, ignore_class=None), Listener())
    assert matrix(whole) == ((0, 1), [[0, 800], [1600, 0]])


def test_polygons_assess_the_pixels_whose_centres_they_hold(map_path, tmp_path, small_strips):
    rows = [
        (rectangle(0, 12, 4, 16), "meadow"),
        (rectangle(20, 12, 24, 16), "LAKE <&> "),
        (rectangle(40, 8, 44, 12), "town"),
    ]
    found = compare(AssessRequest(map_path, layer(tmp_path, rows)), Listener())
    assert matrix(found) == ((3, 4, 700), [[16, 0, 0], [8, 8, 0], [0, 0, 8]])
    assert found.counts.on_nodata == 8 and found.features == 3


def test_points_assess_one_pixel_each_and_those_elsewhere_are_reported(map_path, tmp_path, small_strips):
    rows = [(point(0, 20), 3), (point(0.4, 20.4), 3), (point(0, 20), 4), (point(59, 39), 700), (point(1, 1), 3)]
    rows += [(point(-3, 20), 3), ("MULTIPOINT (1 1, 2 2)", 700), (point(5, 5), None)]
    said = Listener()
    request = AssessRequest(map_path, layer(tmp_path, rows, epsg=4326))
    assess(request, said)
    found = compare(request, Listener())
    assert matrix(found) == ((3, 4, 700), [[2, 0, 0], [1, 0, 0], [0, 0, 1]])
    assert (found.features, found.outside, found.counts.on_nodata) == (8, 3, 1)
    warned = " ".join(said.warnings).replace("\u00a0", " ")
    assert "3 of 8 points outside the map" in warned
    assert "1 of 5 reference points where the map is NoData" in warned


def test_classes_that_only_one_has_become_rows_and_columns_with_a_warning(map_path, tmp_path):
    rows = [(rectangle(0, 12, 4, 16), 3), (rectangle(20, 12, 24, 16), 9)]
    said = Listener()
    request = AssessRequest(map_path, layer(tmp_path, rows))
    assess(request, said)
    found = compare(request, Listener())
    assert matrix(found) == ((3, 4, 9, 700), [[16, 0, 0, 0], [0] * 4, [8, 8, 0, 0], [0] * 4])
    warned = " ".join(said.warnings).replace("\u00a0", " ")
    assert "The map lacks class 9, which the reference has in 16 pixels" in warned
    assert "The reference lacks classes 4 (lake <&>), 700 (town) of the map (63.3 % of its pixels)" in warned


def test_points_in_one_pixel_are_counted_and_warned_of_where_their_classes_differ(map_path, tmp_path):
    twice = [(point(2, 14), 3), (point(2, 14), 3), (point(5, 15), 3), (point(50, 15), 700)]
    said = Listener()
    compare(AssessRequest(map_path, layer(tmp_path, twice)), said)
    assert any("2 of 4\N{NO-BREAK SPACE}points share a pixel" in line for line in said.infos)
    assert not any("share a pixel" in line for line in said.warnings)
    said = Listener()
    compare(AssessRequest(map_path, layer(tmp_path, [*twice, (point(5, 15), 700)])), said)
    (warning,) = [line for line in said.warnings if "share a pixel" in line]
    assert warning.startswith("2 of 5\N{NO-BREAK SPACE}points ") and "another class" in warning


def test_class_0_of_points_is_a_class_like_any_other(tmp_path):
    map_path = write_map(tmp_path / "map.tif", (truth() > 3).astype(np.uint8), nodata=None, table=None)
    found = compare(AssessRequest(map_path, layer(tmp_path, [(point(0, 0), 0), (point(1, 0), 1)])), Listener())
    assert matrix(found) == ((0, 1), [[1, 0], [1, 0]])
    polygons = tmp_path / "polygons"
    polygons.mkdir()
    rows = [(rectangle(0, 0, 2, 2), 1), (rectangle(1, 1, 2, 2), 0)]
    found = compare(AssessRequest(map_path, layer(polygons, rows)), Listener())
    assert matrix(found) == ((0, 1), [[1, 0], [3, 0]])


def test_names_that_the_map_lacks_are_listed_with_those_that_it_has(map_path, tmp_path):
    rows = [(point(0, 20), "meadow"), (point(1, 20), "bog"), (point(2, 20), "quarry")]
    with pytest.raises(LabelError, match=r"does not name: bog, quarry; the map names meadow \(3\), .*town \(700\)"):
        compare(AssessRequest(map_path, layer(tmp_path, rows)), Listener())
    bare = write_map(tmp_path / "bare.tif", mapped(), table=None)
    reference = VectorLabels(str(tmp_path / "reference.gpkg"), class_field="class")
    with pytest.raises(LabelError, match=r"the map names no classes\. Make the names equal"):
        compare(AssessRequest(bare, reference), Listener())
    styles = tuple(
        ClassStyle(*style)
        for style in (("3", "Meadow", (1, 2, 3)), ("4", "bog", (4, 5, 6)), ("700", "quarry", (7, 8, 9)))
    )
    found = compare(AssessRequest(bare, reference, styles=styles), Listener())
    assert found.class_table.names == ("Meadow", "bog", "quarry") and found.class_table.classes[0].color == (1, 2, 3)


def test_a_name_that_two_classes_of_the_map_have_is_refused_where_the_reference_uses_it(tmp_path):
    bare = write_map(tmp_path / "bare.tif", mapped(), table=None)
    styles = tuple(
        ClassStyle(*style) for style in (("3", "wood", (1, 2, 3)), ("4", "wood", (4, 5, 6)), ("700", "town", (7, 8, 9)))
    )
    reference = layer(tmp_path, [(point(0, 20), "wood"), (point(50, 20), "town")])
    with pytest.raises(
        LabelError, match=r"calls several classes “wood”.*different names, or choose a field of class values"
    ):
        compare(AssessRequest(bare, reference, styles=styles), Listener())
    other = tmp_path / "other"
    other.mkdir()
    found = compare(AssessRequest(bare, layer(other, [(point(50, 20), "town")]), styles=styles), Listener())
    assert 700 in found.class_table.values


@pytest.mark.parametrize(
    "text", ["Fore\u0302t  e\u0301paisse", "for\u00eat\u00a0\u00e9paisse", " FOR\u00caT \u00c9PAISSE\u200b"]
)
def test_names_that_look_alike_are_the_same_class(tmp_path, text):
    """Accents come composed or not, as the system has it on which they were typed."""
    bare = write_map(tmp_path / "bare.tif", mapped(), table=None)
    styles = (ClassStyle("3", "for\u00eat \u00e9paisse", (1, 2, 3)), ClassStyle("700", "town", (7, 8, 9)))
    found = compare(AssessRequest(bare, layer(tmp_path, [(point(0, 20), text)]), styles=styles), Listener())
    assert 3 in found.class_table.values and matrix(found)[1][0][0] == 1


def test_a_text_that_resembles_a_number_is_a_class_name(map_path, tmp_path):
    """The text --3 ended the assessment with a traceback."""
    with pytest.raises(LabelError, match="does not name: --3"):
        compare(AssessRequest(map_path, layer(tmp_path, [(point(0, 0), "--3"), (point(1, 0), "meadow")])), Listener())


def test_extent_and_mask_limit_what_is_assessed_and_counted(map_path, tmp_path):
    x0, y0 = TRANSFORM[0], TRANSFORM[3]
    extent = (x0 + 100, y0 - 300, x0 + 300, y0)
    mask = write_layer(tmp_path / "mask.gpkg", [(rectangle(0, 0, 25, 20), "here")])
    reference = RasterLabels(write_map(tmp_path / "r.tif", truth()))
    found = compare(AssessRequest(map_path, reference, extent_map=extent, mask=MaskPolygons(mask)), Listener())
    assert matrix(found) == ((3, 4), [[100, 0], [20, 30]])
    assert found.counts.map_pixels.tolist() == [120, 30]
    assert found.counts.on_nodata == 15 * 10, "what lies outside the mask is none of our business"


def stratified_rows():
    """Returns 20 points per class of the map, half of the lake's neighbours wrong."""
    values, rows = mapped(), []
    for value in (3, 4, 700):
        ys, xs = np.nonzero(values == value)
        chosen = np.random.default_rng(value).choice(len(ys), 20, replace=False)
        rows += [(point(x, y), int(truth()[y, x])) for y, x in zip(ys[chosen], xs[chosen])]
    return rows


def test_a_stratified_sample_gives_areas_and_figures_by_area(map_path, tmp_path):
    said = Listener()
    request = AssessRequest(map_path, layer(tmp_path, stratified_rows()), sampling="stratified")
    result = assess(request, said)
    found = compare(request, Listener())
    wrong = found.counts.confusion[1, 0]
    assert wrong > 0
    assert found.scores.accuracy == result.accuracy == pytest.approx(1 - 660 / 1800 * wrong / 20)
    assert found.scores.pixels == result.pixels == 60
    assert [one.pixels for one in found.scores.classes] == [20 - wrong, 20 + wrong, 20]
    assert found.scores.classes[0].precision == pytest.approx(1 - wrong / 20)
    meadow = found.estimates.classes[0].share
    assert meadow.value * found.covered_area == pytest.approx(6.6 * (1 - wrong / 20))
    assert found.interval("precision", 0) != (0, 0) and found.interval("iou", 0) is None
    assert found.intervals is None
    table = "\n".join(said.infos).replace("\u00a0", " ")
    assert re.search(r"area, ha \| class", table) and re.search(r"±.* \| 3 meadow", table)


def test_what_a_sample_cannot_estimate_is_warned_of(map_path, tmp_path):
    rows = [(point(x, 20), 3) for x in range(5)] + [(point(50, 20), 700)]
    said = Listener()
    assess(AssessRequest(map_path, layer(tmp_path, rows), sampling="stratified"), said)
    warned = " ".join(said.warnings).replace("\u00a0", " ")
    assert "No sample lies in class 4 (lake <&>): 30.0 % of the map (5.4 ha) is not covered" in warned
    assert "Only one sample lies in class 700 (town)" in warned


def test_a_class_whose_omissions_chance_has_hidden_is_named_with_what_they_can_be(map_path, tmp_path):
    """Recall was 100 % (100 to 100 %), and the area of the town 6 ha ± 0."""
    report = tmp_path / "a.html"
    said = Listener()
    assess(AssessRequest(map_path, layer(tmp_path, stratified_rows()), sampling="stratified", report=str(report)), said)
    warned = " ".join(said.warnings).replace("\u00a0", " ")
    assert "with 95 % confidence: class 700 (town): up to 0.9886 ha, no point shows any. More points" in warned
    assert "class 4" not in warned, "points show what the map omits of the lake"
    assert "class 3" not in warned, "the interval of the meadow has room for more, by what the map has too much of it"
    text = " ".join(report.read_text(encoding="utf-8").split())
    assert "too narrow" in text and "An interval without width" in text and "confusions by area" in text


@pytest.mark.parametrize(
    ("rows", "said"), [([(rectangle(0, 12, 4, 16), 3)], r"16 reference pixels in 1 polygon count")]
)
def test_patches_of_pixels_are_no_random_sample(map_path, tmp_path, rows, said):
    notes = Listener()
    assess(AssessRequest(map_path, layer(tmp_path, rows), sampling="stratified"), notes)
    assert any(
        re.search(said, line.replace("Each of the ", "").replace("\u00a0", " ").replace("counts", "count"))
        for line in notes.warnings
    )


def test_areas_are_in_pixels_without_a_crs_and_on_the_ellipsoid_in_degrees(tmp_path):
    bare = write_map(tmp_path / "bare.tif", mapped(), epsg=None)
    reference = RasterLabels(write_map(tmp_path / "r.tif", truth(), epsg=None))
    found = compare(AssessRequest(bare, reference), Listener())
    assert found.area_unit == "pixels" and found.map_areas.tolist() == [660, 540, 600]
    place = (9.0, 1e-4, 0, 48.0, 0, -1e-4)
    degrees = write_map(tmp_path / "degrees.tif", mapped(), epsg=4326, transform=place)
    reference = RasterLabels(write_map(tmp_path / "s.tif", truth(), epsg=4326, transform=place))
    found = compare(AssessRequest(degrees, reference), Listener())
    assert found.map_areas.sum() == pytest.approx(1800 * 11.118 * 7.463 / 10_000, rel=1e-3)


def test_a_map_that_stretches_the_ground_is_warned_of(tmp_path):
    place = (1_000_000.0, 10.0, 0, 8_399_737.0, 0, -10.0)
    web = write_map(tmp_path / "web.tif", mapped(), epsg=3857, transform=place)
    reference = RasterLabels(write_map(tmp_path / "r.tif", truth(), epsg=3857, transform=place))
    said = Listener()
    assess(AssessRequest(web, reference), said)
    assert any(re.search(r"areas are (4|3\.99|4\.01) times those on the ground", line) for line in said.warnings)


def test_too_few_blocks_give_no_intervals_but_a_warning(map_path, tmp_path):
    said = Listener()
    request = AssessRequest(map_path, layer(tmp_path, [(point(1, 20), 3), (point(50, 20), 700)]), block_size_px=30)
    assess(request, said)
    assert compare(request, Listener()).interval("accuracy") is None
    assert any("2\u00a0blocks of 30 × 30 pixels, and at least 6" in line for line in said.warnings)


def test_the_same_request_gives_the_same_files(map_path, tmp_path):
    reference = RasterLabels(write_map(tmp_path / "r.tif", truth()))
    for number in (1, 2):
        assess(
            AssessRequest(
                map_path, reference, report=str(tmp_path / f"{number}.html"), table=str(tmp_path / f"{number}.csv")
            ),
            Listener(),
        )
    for ending in ("html", "csv"):
        assert (tmp_path / f"1.{ending}").read_bytes() == (tmp_path / f"2.{ending}").read_bytes()
    assert not [path for path in tmp_path.iterdir() if "partial" in path.name]


@pytest.mark.parametrize("sampling", ["none", "stratified"])
def test_report_and_table_hold_the_figures(map_path, tmp_path, sampling):
    request = AssessRequest(
        map_path, layer(tmp_path, stratified_rows()), sampling=sampling,
        report=str(tmp_path / "a.html"), table=str(tmp_path / "a.csv"),
    )  # fmt: skip
    assess(request, Listener())
    found = compare(request, Listener())
    rows = list(csv.DictReader((tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["name"] for row in rows] == ["meadow", "lake <&>", "town", "all"]
    assert [[int(row[f"map_{value}"]) for value in (3, 4, 700)] for row in rows[:3]] == found.counts.confusion.tolist()
    assert float(rows[-1]["accuracy"]) == pytest.approx(found.scores.accuracy)
    assert float(rows[0]["precision"]) == pytest.approx(found.scores.classes[0].precision)
    assert float(rows[0]["map_area_ha"]) == pytest.approx(6.6)
    assert ("area_ha_se" in rows[0]) == (sampling == "stratified")
    if found.estimates:
        shares = [[float(row[f"share_map_{value}"]) for value in (3, 4, 700)] for row in rows]
        assert shares[:3] == [pytest.approx(row) for row in found.estimates.proportions.tolist()]
        assert shares[3] == pytest.approx((found.map_areas / found.map_areas.sum()).tolist())
    text = (tmp_path / "a.html").read_text(encoding="utf-8")
    for word in (f"{found.scores.accuracy * 100:.1f}", "lake &lt;&amp;&gt;", "Confusion matrix", "Areas", "map.tif"):
        assert word in text
    assert ("standard error<br>ha" in text) == (sampling == "stratified")
    assert ("true areas are not estimated" in text) == (sampling == "none")
    assert "<script" not in text and "http" not in text.replace("http://www.w3.org/2000/svg", "")


def test_a_report_without_jinja2_is_refused_before_any_work(map_path, tmp_path, monkeypatch):
    monkeypatch.setattr("pixel_classifier.models.reports.page.find_spec", lambda _: None)
    reference = RasterLabels(write_map(tmp_path / "r.tif", truth()))
    said = Listener()
    with pytest.raises(OutputError, match=r"jinja2 is missing\. Install it"):
        assess(AssessRequest(map_path, reference, report=str(tmp_path / "a.html")), said)
    assert said.fractions == []
    assert assess(AssessRequest(map_path, reference, table=str(tmp_path / "a.csv")), said).pixels == 1800


def test_many_classes_are_drawn_and_listed(tmp_path):
    values = (np.arange(WIDTH * HEIGHT).reshape(HEIGHT, WIDTH) % 60 + 1).astype(np.uint8)
    map_path = write_map(tmp_path / "map.tif", values, table=None)
    reference = RasterLabels(write_map(tmp_path / "r.tif", np.roll(values, 1, 0), table=None))
    said = Listener()
    assess(AssessRequest(map_path, reference, report=str(tmp_path / "a.html")), said)
    assert "comma-separated values holds the counts" in (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "20 more classes" in said.infos[-1]


def test_cancelling_leaves_no_file(map_path, tmp_path, small_strips):
    request = AssessRequest(
        map_path, RasterLabels(write_map(tmp_path / "r.tif", truth())), report=str(tmp_path / "a.html")
    )
    patient = Listener()
    assess(request, patient)
    (tmp_path / "a.html").unlink()
    asked = patient.asked
    assert asked > HEIGHT // 7
    for patience in (0, asked // 2, asked - 1):
        with pytest.raises(Cancelled):
            assess(request, Listener(patience=patience))
        assert sorted(path.name for path in tmp_path.glob("*a.html*")) == []


def test_a_full_disk_leaves_neither_report_nor_table(map_path, tmp_path, monkeypatch):
    from pixel_classifier.rasters.outputs import atomic_file

    reference = RasterLabels(write_map(tmp_path / "r.tif", truth()))
    before = sorted(path.name for path in tmp_path.iterdir())

    rename = os.rename

    def full(source, target):
        if source != target:
            raise OSError(28, "No space left on device")
        rename(source, target)

    for renaming in ("replace", "rename"):
        monkeypatch.setattr(atomic_file.os, renaming, full)
    with pytest.raises(OutputError, match=r"a\.html cannot be written: No space left on device\. Free some space"):
        assess(
            AssessRequest(map_path, reference, report=str(tmp_path / "a.html"), table=str(tmp_path / "a.csv")),
            Listener(),
        )
    assert sorted(path.name for path in tmp_path.iterdir()) == before


WRONG = {
    "fractions": (
        lambda p: write_map(p / "m.tif", truth() / np.float32(2), table=None),
        LabelError,
        r"holds 1\.5, which is no class",
    ),
    "an image": (
        lambda p: write_map(p / "m.tif", np.arange(2400, dtype=np.uint16).reshape(HEIGHT, WIDTH), table=None),
        LabelError,
        r"m\.tif has more than 254 different values",
    ),
    "nothing": (
        lambda p: write_map(p / "m.tif", truth() * 0),
        LabelError,
        r"m\.tif has no class inside it: all is NoData \(0\)",
    ),
    "missing": (lambda p: str(p / "none.tif"), RasterError, r"none\.tif cannot be opened"),
}


@pytest.mark.parametrize("name", WRONG)
def test_maps_that_are_none_are_refused(name, tmp_path):
    make, error, said = WRONG[name]
    reference = RasterLabels(write_map(tmp_path / "r.tif", truth()))
    with pytest.raises(error, match=said):
        compare(AssessRequest(make(tmp_path), reference), Listener())


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [(point(3, 3), 3), (point(4, 4), 3)],
            r"All 2 pixels of the reference .*where the class raster .* is NoData",
        ),
        ([(rectangle(3.1, 20.1, 3.3, 20.3), 3)], r"no labelled pixel of the map, or only areas smaller than a pixel"),
        (
            [("LINESTRING (500000 5999900, 500100 5999800)", 3)],
            r"has lines\. Choose a layer of points, or one of polygons",
        ),
        ([(point(3, 30), 3), (rectangle(0, 30, 4, 34), 3)], r"geometries of several kinds"),
        ([("POINT (0 0)", 3)], r"None of the labels in .* lies inside the raster"),
    ],
)
def test_references_that_do_not_fit_are_refused(map_path, tmp_path, rows, said):
    with pytest.raises(LabelError, match=said):
        compare(AssessRequest(map_path, layer(tmp_path, rows)), Listener())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"sampling": "simple"}, "Choose one of: none, stratified"),
        ({"block_size_px": 0}, "block size is 0"),
        ({"extent_map": (0, 0, 1, 1)}, "extent x 0 to 1"),
    ],
)
def test_settings_that_cannot_work_are_refused(map_path, tmp_path, change, said):
    reference = layer(tmp_path, [(point(3, 30), 3)])
    with pytest.raises(SettingsError, match=said):
        assess(AssessRequest(map_path, reference, **change), Listener())


def test_a_map_is_not_its_own_reference(map_path):
    with pytest.raises(SettingsError, match=r"map\.tif is its own reference"):
        assess(AssessRequest(map_path, RasterLabels(map_path)), Listener())


def test_blocks_too_small_to_be_counted_are_refused_with_the_least(map_path, tmp_path, monkeypatch):
    monkeypatch.setattr(assess_module, "_MOST_BLOCKS", 100)
    reference = layer(tmp_path, [(point(3, 30), 3)])
    with pytest.raises(SettingsError, match=r"60 × 40 pixels\. Choose a block size of at least 6"):
        assess(AssessRequest(map_path, reference, block_size_px=2), Listener())
    assess(AssessRequest(map_path, reference, block_size_px=6), Listener())


def test_blocks_larger_than_the_map_are_one(map_path, tmp_path):
    reference = layer(tmp_path, [(point(1, 20), 3), (point(50, 20), 700)])
    found = compare(AssessRequest(map_path, reference, block_size_px=2**63), Listener())
    assert len(found.counts.block_confusions) == 1 and found.intervals is None


def test_joined_blocks_are_warned_of(map_path, tmp_path, monkeypatch):
    from pixel_classifier.models.accuracy import confusion_counter

    monkeypatch.setattr(confusion_counter, "_LARGEST_BLOCKS_BYTES", 9 * 8 * 50)
    reference = RasterLabels(write_map(tmp_path / "r.tif", truth()))
    found = compare(AssessRequest(map_path, reference, block_size_px=3), Listener())
    assert any("Blocks of 3 pixels would need too much memory" in line for line in result.warnings_of(found))
