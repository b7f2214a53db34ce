"""Plain SVG with presentation attributes: no style sheet, script or outside asset."""

from xml.etree.ElementTree import Element, SubElement

from app.services.timeline.mark import INK

SIZE = 11


def write(
    svg: Element,
    x: float,
    y: float,
    text: str,
    *,
    size: int = SIZE,
    colour: str = INK,
    weight: str = "normal",
    anchor: str = "start",
) -> None:
    found = {"x": f"{x:g}", "y": f"{y:g}", "font-size": str(size), "fill": colour}
    extra = {"font-weight": weight, "text-anchor": anchor}
    SubElement(svg, "text", {**found, **extra}).text = text


def box(
    svg: Element, x: float, y: float, width: float, height: float, fill: str, *, outline: str = ""
) -> None:
    place = {"x": f"{x:g}", "y": f"{y:g}", "width": f"{width:g}", "height": f"{height:g}"}
    edge = {"stroke": outline, "stroke-width": "0.8"} if outline else {}
    SubElement(svg, "rect", {**place, "fill": fill, **edge})


def stroke(
    svg: Element,
    x1: float,
    y1: float,
    x2: float,
    y2: float,
    colour: str,
    width: str,
    *,
    dashes: str = "",
) -> None:
    ends = {"x1": f"{x1:g}", "y1": f"{y1:g}", "x2": f"{x2:g}", "y2": f"{y2:g}"}
    pattern = {"stroke-dasharray": dashes} if dashes else {}
    SubElement(svg, "line", {**ends, "stroke": colour, "stroke-width": width, **pattern})


def frame(name: str, width: int, height: int, title: str, description: str, paper: str) -> Element:
    """A picture that is read out by its title and description; `name` tells their ids from others'."""
    svg = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {width} {height}", "role": "img",
            "aria-labelledby": f"{name}-title {name}-description", "lang": "en",
            "font-family": "Arial, Helvetica, 'Liberation Sans', sans-serif",
        },
    )  # fmt: skip
    SubElement(svg, "title", {"id": f"{name}-title"}).text = title
    SubElement(svg, "desc", {"id": f"{name}-description"}).text = description
    box(svg, 0, 0, width, height, paper)
    return svg
