"""trace: the way back from an image, from a document that holds it, and from one that was tampered with."""

import base64
import contextlib
import io
import json
import zipfile
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from kzlib.errors import KzlibError
from kzlib.figures import provenance, saving, trace


def test_an_image_under_another_name(published, tmp_path):
    for end in ("png", "svg"):
        copy = tmp_path / f"picture-{end}.bin"
        copy.write_bytes((published / f"shares.{end}").read_bytes())
        (found,) = trace(copy)
        assert found.record == json.loads((published / "shares.json").read_text(encoding="utf-8"))
        assert found.table == (published / "shares.csv").read_bytes()
        assert found.problems == ()


def test_an_image_packed_anew_with_its_texts(published, tmp_path):
    image = Image.open(published / "shares.png")
    image.load()
    info = PngImagePlugin.PngInfo()
    for key, text in image.text.items():
        info.add_itxt(key, text, zip=True)
    image.save(tmp_path / "b.png", pnginfo=info, compress_level=1)
    assert (tmp_path / "b.png").read_bytes() != (published / "shares.png").read_bytes()
    (found,) = trace(tmp_path / "b.png")
    assert found.record["id"] == "shares"
    assert found.problems == ()


def test_an_image_without_provenance(tmp_path):
    Image.new("RGB", (3, 3)).save(tmp_path / "bare.png")
    (found,) = trace(tmp_path / "bare.png")
    assert found.record is None
    assert found.problems == ()


def test_an_image_in_a_docx(published, tmp_path):
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_paragraph("As the figure shows …")
    document.add_picture(str(published / "shares.png"))
    document.save(tmp_path / "report.docx")
    (found,) = trace(tmp_path / "report.docx")
    assert found.record["id"] == "shares"
    assert found.problems == ()
    assert found.where.startswith("report.docx: word/media/")


def test_images_in_a_page(published, tmp_path):
    png, svg = (published / "shares.png").read_bytes(), (published / "shares.svg").read_text(encoding="utf-8")
    inline = svg[svg.index("<svg") :]
    (tmp_path / "beside.png").write_bytes(png)
    page = f"""<html><body>
    <img src="data:image/png;base64,{base64.b64encode(png).decode()}">
    <img src='data:image/svg+xml,{quote(svg)}'>
    <img src="data:image/svg+xml;charset=utf-8;base64,{base64.b64encode(svg.encode()).decode()}">
    <img src="beside.png"> <img src="../elsewhere.png"> <img src="https://example.org/x.png">
    {inline}</body></html>"""
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    found = trace(tmp_path / "page.html")
    assert [item.record["id"] for item in found] == ["shares"] * 5


def tampered(published, change, keep=("kzlib-table", "kzlib-drawing")):
    data = (published / "shares.png").read_bytes()
    texts, pixels = saving.png_texts(data), saving.pixels_of(data)
    return saving.png(*change(pixels.copy(), texts))


def test_an_edited_record_is_told(published, tmp_path):
    def change(pixels, texts):
        return pixels, {**texts, "kzlib": texts["kzlib"].replace('"articles": 16', '"articles": 1600')}

    (tmp_path / "x.png").write_bytes(tampered(published, change))
    (found,) = trace(tmp_path / "x.png")
    assert "record was edited" in found.problems[0]


def test_edited_numbers_are_told(published, tmp_path):
    def change(pixels, texts):
        return pixels, {**texts, "kzlib-table": texts["kzlib-table"].replace("0.3,", "0.9,")}

    (tmp_path / "x.png").write_bytes(tampered(published, change))
    assert "numbers were edited" in trace(tmp_path / "x.png")[0].problems[0]
    svg = (published / "shares.svg").read_text(encoding="utf-8").replace("0.3,12", "0.9,12")
    (tmp_path / "x.svg").write_text(svg, encoding="utf-8")
    assert "numbers were edited" in trace(tmp_path / "x.svg")[0].problems[0]


def test_an_edited_drawing_is_told(published, tmp_path):
    def change(pixels, texts):
        pixels[50, 50] = 255 - pixels[50, 50]
        return pixels, texts

    (tmp_path / "x.png").write_bytes(tampered(published, change))
    assert "drawing is not as it was published" in trace(tmp_path / "x.png")[0].problems[0]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        '{"numbers": 1}',
        "[" * 100_000,
        '{"numbers": {"sha256": 1}, "id": 1, "parameters": []}',
    ],
)
def test_a_damaged_record_is_told(tmp_path, body):
    pixels = saving.pixels_of(saving.png(saving.np.zeros((2, 2, 3), saving.np.uint8), {}))
    (tmp_path / "x.png").write_bytes(saving.png(pixels, {provenance.RECORD_KEY: body}))
    (found,) = trace(tmp_path / "x.png")
    assert found.record is None
    assert found.problems == ("its provenance is damaged",)


@pytest.mark.parametrize("name", ["none.png", "text.docx", "empty.html"])
def test_what_holds_no_image_is_one_sentence(tmp_path, name):
    if name != "none.png":
        (tmp_path / name).write_text("nothing here")
    with pytest.raises(KzlibError):
        trace(tmp_path / name)


def test_a_damaged_archive_is_one_sentence(published, tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(published / "shares.svg", "media/a.svg")
    (tmp_path / "x.docx").write_bytes(buffer.getvalue()[:-30])
    with pytest.raises(KzlibError, match="damaged"):
        trace(tmp_path / "x.docx")


@settings(max_examples=50)
@given(
    st.binary(max_size=200),
    st.sampled_from(
        [b"<svg ", b"\x89PNG\r\n\x1a\n", b"<html><img src='data:image/png;base64,", b"PK\x03\x04"]
    ),
)
def test_noise_never_breaks_it(tmp_path_factory, noise, head):
    file = tmp_path_factory.mktemp("noise") / "x"
    file.write_bytes(head + noise)
    with contextlib.suppress(KzlibError):
        trace(file)
