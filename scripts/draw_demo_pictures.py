"""Draw the pictures and sticker packs of the demo shop: the same bytes every time it runs.

    python scripts/draw_demo_pictures.py [FOLDER]

Which pictures are needed is read from products.csv: `becher-rot.png` is the shape `becher` in the colour `rot`.
"""

from __future__ import annotations

import csv
import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw

SIZE = 320
_FINE = 4  # drawn this much larger, then made small: smooth edges
_SCALE = SIZE * _FINE / 100  # shapes are drawn on a field of 100 by 100
_COLOURS = {
    "rot": "#c8463c", "blau": "#3f74a8", "weiss": "#f7f4ec", "gruen": "#5d8a5a", "gelb": "#e9b93b", "schwarz": "#33373d",
    "grau": "#8d979e", "tuerkis": "#3fa7a3", "dunkelblau": "#26405f", "orange": "#de7c36", "natur": "#d9c3a0",
    "rosa": "#dd9aa6", "silber": "#bcc4c9", "braun": "#8a5f40", "": "#4d7f86",
}  # fmt: skip
_INK = "#22303a"
_PAPER = "#fbf8f1"
_SKY = ("#e4eef1", "#f3e9dc", "#e6efe4", "#f0e6ea", "#e7e9f2")
_EPOCH = (2026, 1, 1, 0, 0, 0)

Point = tuple[float, float]


class Canvas:
    """A square to draw on, in coordinates from 0 to 100."""

    def __init__(self, background: str | None) -> None:
        side = SIZE * _FINE
        self.image = Image.new("RGBA", (side, side), background or (0, 0, 0, 0))
        self._draw = ImageDraw.Draw(self.image)

    def oval(self, left: float, top: float, right: float, bottom: float, fill: str | None, *, line: float = 0) -> None:
        """An ellipse, filled or as a line of some thickness."""
        box = [side * _SCALE for side in (left, top, right, bottom)]
        self._draw.ellipse(box, fill=fill, outline=_INK if line else None, width=int(line * _SCALE))

    def ring(self, left: float, top: float, right: float, bottom: float, colour: str, *, thickness: float) -> None:
        """An empty ellipse with a thick line."""
        box = [side * _SCALE for side in (left, top, right, bottom)]
        self._draw.ellipse(box, outline=colour, width=int(thickness * _SCALE))

    def box(self, left: float, top: float, right: float, bottom: float, fill: str, *, round_: float = 0) -> None:
        """A rectangle with round corners."""
        sides = [side * _SCALE for side in (left, top, right, bottom)]
        self._draw.rounded_rectangle(sides, radius=round_ * _SCALE, fill=fill)

    def shape(self, *points: Point, fill: str) -> None:
        """A filled polygon."""
        self._draw.polygon([(x * _SCALE, y * _SCALE) for x, y in points], fill=fill)

    def line(self, *points: Point, fill: str, width: float) -> None:
        """A line through points."""
        self._draw.line(
            [(x * _SCALE, y * _SCALE) for x, y in points], fill=fill, width=int(width * _SCALE), joint="curve"
        )

    def png(self) -> bytes:
        """The picture made small, with few colours."""
        small = self.image.resize((SIZE, SIZE), Image.Resampling.LANCZOS)
        kept = small if small.getpixel((0, 0))[3] == 0 else small.convert("RGB")  # type: ignore[index]
        few = kept.quantize(48, method=Image.Quantize.FASTOCTREE)
        out = io.BytesIO()
        few.save(out, format="PNG", optimize=True)
        return out.getvalue()


def _shade(colour: str, share: float) -> str:
    """A colour made darker (below 1) or lighter (above 1)."""
    parts = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    mixed = [round(part * share) if share <= 1 else round(255 - (255 - part) * (2 - share)) for part in parts]
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _ground(canvas: Canvas) -> None:
    canvas.oval(18, 80, 82, 90, "#d8d2c4")


def _mug(canvas: Canvas, colour: str) -> None:
    _ground(canvas)
    canvas.ring(60, 38, 84, 66, _shade(colour, 0.8), thickness=5)
    canvas.box(26, 28, 70, 84, colour, round_=7)
    canvas.box(26, 28, 36, 84, _shade(colour, 1.25), round_=5)
    canvas.oval(26, 22, 70, 36, _shade(colour, 0.72))
    canvas.oval(30, 25, 66, 34, "#5b3a25")
    for place in (40, 52):
        canvas.line((place, 18), (place + 3, 13), (place - 1, 8), fill="#b9c4c7", width=1.6)


def _pot(canvas: Canvas, colour: str) -> None:
    _ground(canvas)
    canvas.ring(68, 38, 92, 70, _shade(colour, 0.8), thickness=5)
    canvas.shape((30, 56), (8, 36), (14, 33), (36, 46), fill=_shade(colour, 0.85))
    canvas.oval(22, 34, 78, 86, colour)
    canvas.oval(28, 40, 44, 66, _shade(colour, 1.3))
    canvas.oval(34, 30, 66, 42, _shade(colour, 0.75))
    canvas.oval(46, 22, 54, 32, _INK)


def _tea(canvas: Canvas, colour: str) -> None:
    _ground(canvas)
    canvas.box(28, 26, 72, 84, colour, round_=3)
    canvas.shape((28, 28), (72, 28), (66, 16), (34, 16), fill=_shade(colour, 0.75))
    canvas.box(34, 42, 66, 70, _PAPER, round_=2)
    canvas.oval(42, 46, 58, 66, "#6f9a58")
    canvas.line((50, 47), (50, 66), fill="#4c7240", width=1.4)


def _coffee(canvas: Canvas, _colour: str) -> None:
    _ground(canvas)
    canvas.shape((28, 22), (72, 22), (76, 84), (24, 84), fill="#8a5f40")
    canvas.box(28, 16, 72, 24, "#6d4a31", round_=2)
    canvas.oval(36, 40, 64, 70, _PAPER)
    canvas.oval(42, 44, 58, 66, "#4e3322")
    canvas.line((51, 45), (47, 55), (52, 65), fill=_PAPER, width=1.6)


def _sweets(canvas: Canvas, colour: str) -> None:
    _ground(canvas)
    canvas.box(30, 34, 70, 84, "#dfeaea", round_=8)
    canvas.box(30, 24, 70, 36, colour, round_=3)
    for row, fill in enumerate(("#c8463c", "#e9b93b", "#5d8a5a")):
        for place in range(3):
            canvas.oval(34 + place * 11, 44 + row * 12, 44 + place * 11, 54 + row * 12, fill)


def _soap(canvas: Canvas, colour: str) -> None:
    _ground(canvas)
    canvas.box(20, 46, 80, 84, colour, round_=9)
    canvas.box(20, 46, 80, 60, _shade(colour, 1.25), round_=8)
    canvas.box(32, 62, 68, 74, _shade(colour, 0.85), round_=4)
    for left, top, size in ((26, 26, 12), (44, 16, 16), (64, 28, 10)):
        canvas.oval(left, top, left + size, top + size, "#ffffff", line=0.5)


def _jacket(canvas: Canvas, colour: str) -> None:
    dark = _shade(colour, 0.8)
    canvas.shape((34, 26), (16, 40), (10, 74), (22, 78), (34, 52), fill=dark)
    canvas.shape((66, 26), (84, 40), (90, 74), (78, 78), (66, 52), fill=dark)
    canvas.shape((34, 24), (66, 24), (70, 88), (30, 88), fill=colour)
    canvas.oval(36, 10, 64, 36, dark)
    canvas.oval(41, 16, 59, 34, "#f0d3b5")
    canvas.line((50, 34), (50, 88), fill=_INK, width=1.4)
    for left in (35, 55):
        canvas.box(left, 64, left + 10, 74, dark, round_=1.5)


def _hat(canvas: Canvas, colour: str) -> None:
    _ground(canvas)
    canvas.oval(24, 20, 76, 92, colour)
    canvas.box(14, 58, 86, 94, _SKY[1])
    canvas.box(20, 58, 80, 76, _shade(colour, 0.78), round_=5)
    for place in range(26, 78, 7):
        canvas.line((place, 60), (place, 74), fill=colour, width=1.2)
    canvas.oval(44, 12, 56, 24, _shade(colour, 1.3))


def _tent(canvas: Canvas, colour: str) -> None:
    canvas.box(0, 78, 100, 100, "#cfdcb6")
    canvas.shape((50, 22), (10, 82), (90, 82), fill=colour)
    canvas.shape((50, 22), (10, 82), (34, 82), fill=_shade(colour, 0.82))
    canvas.shape((50, 40), (40, 82), (64, 82), fill=_INK)
    canvas.shape((50, 40), (40, 82), (50, 82), fill=_shade(colour, 1.3))
    canvas.line((50, 22), (50, 14), fill=_INK, width=1.5)
    canvas.shape((50, 14), (60, 17), (50, 20), fill="#c8463c")


def _pegs(canvas: Canvas, colour: str) -> None:
    canvas.box(0, 70, 100, 100, "#e4d2a6")
    for left in (26, 46, 66):
        canvas.shape((left, 24), (left + 9, 24), (left + 6, 82), (left + 3, 82), fill=colour)
        canvas.box(left - 3, 20, left + 12, 26, _shade(colour, 0.7), round_=2)


def _backpack(canvas: Canvas, colour: str) -> None:
    _ground(canvas)
    canvas.ring(38, 8, 62, 30, _shade(colour, 0.7), thickness=3)
    canvas.box(24, 22, 76, 86, colour, round_=14)
    canvas.box(24, 22, 76, 48, _shade(colour, 1.2), round_=12)
    canvas.box(32, 56, 68, 80, _shade(colour, 0.82), round_=5)
    for left in (36, 58):
        canvas.box(left, 38, left + 5, 60, _INK, round_=1.5)


def _lamp(canvas: Canvas, colour: str) -> None:
    _ground(canvas)
    canvas.oval(8, 8, 92, 78, "#fdf0c4")
    canvas.shape((36, 22), (64, 22), (76, 54), (24, 54), fill=colour)
    canvas.box(47, 54, 53, 80, _INK)
    canvas.box(34, 79, 66, 86, _INK, round_=3)
    canvas.oval(42, 50, 58, 60, "#f7d774")


def _book(canvas: Canvas, colour: str) -> None:
    _ground(canvas)
    canvas.box(28, 18, 76, 84, _PAPER, round_=2)
    canvas.box(24, 16, 72, 82, colour, round_=2)
    canvas.box(24, 16, 31, 82, _shade(colour, 0.75), round_=2)
    canvas.box(38, 28, 66, 42, _PAPER, round_=1.5)
    canvas.line((38, 66), (46, 60), (54, 66), (62, 60), (68, 65), fill=_PAPER, width=2)


def _card(canvas: Canvas, colour: str) -> None:
    canvas.box(10, 26, 90, 78, _PAPER, round_=2)
    canvas.box(14, 30, 86, 74, "#bcdbe4")
    canvas.box(14, 58, 86, 74, colour)
    canvas.shape((44, 60), (56, 60), (53, 34), (47, 34), fill="#f7f4ec")
    canvas.box(45, 44, 55, 50, "#c8463c")
    canvas.box(46, 30, 54, 36, "#e9b93b", round_=1)


def _gull(canvas: Canvas, mood: int) -> None:
    canvas.oval(22, 36, 78, 88, "#f7f4ec", line=1.2)
    canvas.oval(34, 12, 66, 48, "#f7f4ec", line=1.2)
    canvas.box(38, 36, 62, 44, "#f7f4ec")
    canvas.shape((58, 28), (80, 32), (58, 38), fill="#e9a23b")
    canvas.shape((26, 52), (52, 60), (30, 80), fill="#8d979e")
    if mood == 1:
        canvas.line((46, 26), (54, 26), fill=_INK, width=2)
    else:
        canvas.oval(46, 22, 53, 29, _INK)
    if mood == 2:
        canvas.oval(58, 58, 74, 74, "#e9b93b")


def _weather(canvas: Canvas, kind: int) -> None:
    if kind != 1:
        canvas.oval(24, 14, 72, 62, "#e9b93b")
    if kind != 0:
        for left, top, right, bottom in ((14, 44, 52, 74), (36, 34, 78, 74), (54, 48, 88, 74)):
            canvas.oval(left, top, right, bottom, "#8d979e")
        for left in (30, 46, 62):
            canvas.line((left, 78), (left - 5, 92), fill="#3f74a8", width=3)
    else:
        canvas.line((10, 74), (26, 68), (42, 74), (58, 68), (74, 74), (90, 68), fill="#3f74a8", width=4)


def _moin(canvas: Canvas, turn: int) -> None:
    fill = ("#c8463c", "#3f74a8", "#5d8a5a")[turn]
    canvas.box(8, 22, 92, 70, fill, round_=14)
    canvas.shape((30, 66), (46, 66), (28, 88), fill=fill)
    white = {"fill": "#ffffff"}
    canvas.line((18, 58), (18, 36), (25, 48), (32, 36), (32, 58), width=3.4, **white)
    canvas.ring(38, 36, 54, 59, "#ffffff", thickness=3.4)
    canvas.line((61, 36), (61, 58), width=3.4, **white)
    canvas.line((69, 58), (69, 36), (82, 58), (82, 36), width=3.4, **white)


def _outing(canvas: Canvas, colour: str) -> None:
    canvas.box(0, 60, 100, 100, "#d9c3a0")
    canvas.box(0, 52, 100, 62, "#3fa7a3")
    canvas.oval(66, 12, 86, 32, "#e9b93b")
    for left in (26, 48):
        canvas.oval(left, 30, left + 12, 42, "#f0d3b5")
        canvas.shape((left, 44), (left + 12, 44), (left + 15, 78), (left - 3, 78), fill=colour)
        colour = "#e9b93b"
    canvas.line((34, 84), (40, 88), fill=_shade("#d9c3a0", 0.7), width=2.4)
    canvas.line((56, 88), (62, 92), fill=_shade("#d9c3a0", 0.7), width=2.4)


_SHAPES: dict[str, Callable[[Canvas, str], None]] = {
    "becher": _mug, "kannen": _pot, "tee": _tea, "kaffee": _coffee, "nasch": _sweets, "seife": _soap, "jacken": _jacket,
    "muetzen": _hat, "zelte": _tent, "heringe": _pegs, "ruck": _backpack, "lampen": _lamp, "buecher": _book,
    "karten": _card, "erlebnis": _outing,
}  # fmt: skip
_STICKERS: dict[str, Callable[[Canvas, int], None]] = {
    "sticker-moewen": _gull, "sticker-wetter": _weather, "sticker-moin": _moin,
}  # fmt: skip


def picture(name: str) -> bytes:
    """The picture of a name like `becher-rot.png`, as PNG."""
    stem = name.removesuffix(".png")
    if stem in _STICKERS:
        canvas = Canvas(_SKY[4])
        _STICKERS[stem](canvas, 0)
        return canvas.png()
    shape, _, colour = stem.partition("-")
    canvas = Canvas(_SKY[list(_SHAPES).index(shape) % len(_SKY)] if shape != "muetzen" else _SKY[1])
    _SHAPES[shape](canvas, _COLOURS[colour])
    return canvas.png()


def pack(name: str) -> bytes:
    """The three stickers of a pack like `sticker-moin.zip`."""
    stem = name.removesuffix(".zip")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for turn in range(3):
            canvas = Canvas(None)
            _STICKERS[stem](canvas, turn)
            archive.writestr(zipfile.ZipInfo(f"{stem}-{turn + 1}.png", _EPOCH), canvas.png())
    return out.getvalue()


def draw(folder: Path) -> list[Path]:
    """Draw everything that the shop in a folder names; gives the files."""
    with (folder / "products.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    written = []
    for column, below, make in (("image_link", "pictures", picture), ("file", "files", pack)):
        (folder / below).mkdir(exist_ok=True)
        for name in sorted({row[column] for row in rows if row[column]}):
            (folder / below / name).write_bytes(make(name))
            written.append(folder / below / name)
    return written


if __name__ == "__main__":
    shop = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "catalog" / "demo"
    files = draw(shop)
    print(f"{len(files)} files, {sum(file.stat().st_size for file in files) // 1024} KiB in {shop}")
