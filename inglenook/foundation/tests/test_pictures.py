"""Portraits are squares of pixels and nothing else; hostile files get a sentence, soon."""

import io
import struct
import time
import zlib

import pytest
from PIL import Image, TiffImagePlugin

from inglenook.foundation.pictures import MAX_BYTES, PictureRefused, Portrait, accept


def file_of(picture: Image.Image, form: str, **how: object) -> io.BytesIO:
    made = io.BytesIO()
    picture.save(made, form, **how)
    made.seek(0)
    return made


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data), formats=["WEBP"])


def halves(size: tuple[int, int] = (400, 200), mode: str = "RGB") -> Image.Image:
    """Red to the left, blue to the right."""
    picture = Image.new(mode, size, "red")
    picture.paste("blue", (size[0] // 2, 0, *size))
    return picture


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_pictures_become_two_squares(form: str) -> None:
    portrait = accept(file_of(halves(), form))
    assert opened(portrait.small).size == (96, 96)
    assert opened(portrait.large).size == (320, 320)
    left, right = (opened(portrait.large).convert("RGB").getpixel((x, 160)) for x in (20, 300))
    assert left[0] > 200 > right[0] and right[2] > 200 > left[2]  # type: ignore[index]


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "RGBA", "LA", "1", "I;16"])
def test_pictures_of_every_mode_are_taken(mode: str) -> None:
    form = "JPEG" if mode == "CMYK" else "PNG"
    portrait = accept(file_of(Image.new(mode, (50, 70)), form))
    assert opened(portrait.large).size == (320, 320)


def test_clear_parts_stay_clear() -> None:
    portrait = accept(file_of(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG"))
    assert opened(portrait.large).convert("RGBA").getpixel((10, 10))[3] == 0  # type: ignore[index]


def test_first_frame_of_a_moving_picture_is_taken() -> None:
    frames = [Image.new("RGB", (50, 50), colour) for colour in ("red", "blue", "green")]
    portrait = accept(file_of(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    shown = opened(portrait.large)
    assert getattr(shown, "n_frames", 1) == 1
    assert shown.convert("RGB").getpixel((9, 9))[0] > 200  # type: ignore[index]


def test_place_and_time_are_gone_and_the_picture_is_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "CANARYCAMERA"
    exif[0x8825] = {1: "N", 2: TiffImagePlugin.IFDRational(57)}
    sent = file_of(halves((200, 200)), "JPEG", exif=exif, comment=b"CANARYNOTE")
    assert b"CANARYCAMERA" in sent.getvalue()
    portrait = accept(sent)
    for data in (portrait.small, portrait.large):
        assert b"CANARY" not in data
        assert not opened(data).getexif()
        assert "exif" not in opened(data).info
    top = opened(portrait.large).convert("RGB").getpixel((160, 20))
    assert top[0] > 200  # type: ignore[index]


def png(width: int, height: int, body: bytes) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


JPEG = file_of(halves(), "JPEG").getvalue()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "Only pictures"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "Only pictures"),
        (b"http://garage.example/picture.jpg", "Only pictures"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "Only pictures"),
        (file_of(halves(), "BMP").getvalue(), "Only pictures"),
        (file_of(halves(), "TIFF").getvalue(), "Only pictures"),
        (JPEG[: len(JPEG) // 2], "seems damaged"),
        (png(100, 100, b"not packed"), "seems damaged"),
        (png(50_000, 50_000, zlib.compress(bytes(1000))), "more than 40 million pixels"),
        (png(2**31 - 1, 2**31 - 1, b""), "pixels"),
        (bytes(MAX_BYTES + 1), "larger than 8 MB"),
    ],
)
def test_other_files_are_refused_with_a_sentence_soon(data: bytes, why: str) -> None:
    begun = time.monotonic()
    with pytest.raises(PictureRefused, match=why):
        accept(io.BytesIO(data))
    assert time.monotonic() - begun < 10


def test_largest_picture_is_taken() -> None:
    portrait = accept(file_of(Image.new("RGB", (8000, 5000), "red"), "PNG"))
    assert isinstance(portrait, Portrait)


def test_tiny_picture_is_taken() -> None:
    assert opened(accept(file_of(Image.new("RGB", (1, 1)), "PNG")).small).size == (96, 96)
