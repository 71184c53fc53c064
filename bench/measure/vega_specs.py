"""The figures of the gallery as Vega-Lite writes them: same values, marks and labels.

`SPECS` names each figure and makes its specification from its record (the figure's JSON file) and,
for maps, the file of areas. Colours are those of briefpack's light theme.
"""

import json
import math

WIDTH = 720
SERIES = ["#12436d", "#28a197", "#801650", "#f46a25"]
CLASSES = ["#dcebf7", "#a9cdee", "#6bace6", "#2073bc", "#12436d"]
GREY, DARK = "#bfbfbf", "#12436d"


def size(height, width=WIDTH):
    return {"width": width, "height": height, "autosize": {"type": "fit", "contains": "padding"}}


def titles(figure):
    return {field["name"]: field["title"] for field in figure["fields"]}


def first_seen(figure, field):
    return list(dict.fromkeys(str(row[field]) for row in figure["rows"]))


def number(figure, field, title=None, **more):
    title = title or titles(figure)[field]
    return {"field": field, "type": "quantitative", "title": title, **more}


def names(field, order, **more):
    return {"field": field, "type": "nominal", "sort": order, "title": None, **more}


def focused(field, values, reference=None):
    """The colour of rows of which some stand out."""
    chosen = " || ".join(f"datum['{field}'] === '{value}'" for value in values)
    color = {"condition": [{"test": chosen, "value": DARK}], "value": GREY}
    if reference:
        test = f"datum['{field}'] === '{reference}'"
        color["condition"].append({"test": test, "value": "#6f777b"})
    return color


def bars(y, x, focus=(), reference=None, places=".1f", height=None):
    def make(figure):
        order = first_seen(figure, y)
        color = focused(y, focus, reference) if focus else {"value": DARK}
        return {
            **size(height or 26 * len(order) + 60),
            "encoding": {"y": names(y, order), "x": number(figure, x)},
            "layer": [
                {"mark": "bar", "encoding": {"color": color}},
                {"mark": {"type": "text", "align": "left", "dx": 4},
                 "encoding": {"text": {"field": x, "format": places}}},
            ],
        }
    return make


def grouped(y, x, color):
    def make(figure):
        order, series = first_seen(figure, y), first_seen(figure, color)
        return {
            **size(40 * len(order) * len(series) // 2 + 60),
            "encoding": {"y": names(y, order), "x": number(figure, x),
                         "yOffset": {"field": color, "sort": series}},
            "layer": [
                {"mark": "bar", "encoding": {"color": {
                    "field": color, "sort": series, "title": None,
                    "scale": {"domain": series, "range": [DARK, GREY, "#6f777b"]}}}},
                {"mark": {"type": "text", "align": "left", "dx": 4},
                 "encoding": {"text": {"field": x, "format": ".1f"}}},
            ],
        }
    return make


def stacked(y, x, color, order=None, stack="zero", shades=SERIES):
    def make(figure):
        rows, series = first_seen(figure, y), order or first_seen(figure, color)
        for row in figure["rows"]:
            row["order"] = series.index(row[color])
        return {
            **size(30 * len(rows) + 60),
            "encoding": {"y": names(y, rows), "x": number(figure, x, stack=stack),
                         "order": {"field": "order"}},
            "layer": [
                {"mark": "bar", "encoding": {"color": {
                    "field": color, "sort": series, "title": None,
                    "scale": {"domain": series, "range": shades[:len(series)]}}}},
                {"mark": {"type": "text", "align": "right", "dx": -6},
                 "encoding": {"text": {"field": x, "format": ".1f"},
                              "detail": {"field": color}}},
            ],
        }
    return make


def diverging(y, x, color, order):
    """Where each part begins and ends is worked out here; Vega-Lite has no such stack."""
    def make(figure):
        rows = first_seen(figure, y)
        share = {(row[y], row[color]): row[x] for row in figure["rows"]}
        for row in figure["rows"]:
            before = order[:order.index(row[color])]
            half = order[:len(order) // 2]
            shift = sum(share[row[y], part] for part in half)
            shift += share[row[y], order[len(order) // 2]] / 2 if len(order) % 2 else 0
            row["from"] = sum(share[row[y], part] for part in before) - shift
            row["to"] = row["from"] + row[x]
            row["middle"] = (row["from"] + row["to"]) / 2
        return {
            **size(30 * len(rows) + 60),
            "encoding": {"y": names(y, rows)},
            "layer": [
                {"mark": "bar", "encoding": {
                    "x": number(figure, "from", titles(figure)[x]), "x2": {"field": "to"},
                    "color": {"field": color, "sort": order, "title": None,
                              "scale": {"domain": order, "range": ["#801650", GREY, DARK]}}}},
                {"mark": "text", "encoding": {
                    "x": number(figure, "middle", titles(figure)[x]),
                    "text": {"field": x, "format": ".1f"}}},
            ],
        }
    return make


def dots(y, x, low, high, focus):
    def make(figure):
        order = first_seen(figure, y)
        scale = {"zero": False}
        return {
            **size(28 * len(order) + 60),
            "encoding": {"y": names(y, order)},
            "layer": [
                {"mark": {"type": "rule"}, "encoding": {
                    "x": number(figure, low, titles(figure)[x], scale=scale),
                    "x2": {"field": high}}},
                {"mark": {"type": "point", "filled": True, "size": 80}, "encoding": {
                    "x": number(figure, x, scale=scale), "color": focused(y, focus)}},
                {"mark": {"type": "text", "align": "left"}, "encoding": {
                    "x": number(figure, high, titles(figure)[x], scale=scale),
                    "text": {"field": x, "format": ".1f"}}},
            ],
        }
    return make


def ranges(y, ends, title=None):
    def make(figure):
        order = first_seen(figure, y)
        named = titles(figure)
        title_ = title or "Value"
        rows = [{"area": row[y], "measure": named[end], "value": row[end]}
                for row in figure["rows"] for end in ends]
        series = [named[end] for end in ends]
        x = {"field": "value", "type": "quantitative", "title": title_, "scale": {"zero": False}}
        return {
            **size(36 * len(order) + 60),
            "data": {"values": rows},
            "encoding": {"y": names("area", order)},
            "layer": [
                {"mark": {"type": "line", "strokeWidth": 2}, "encoding": {
                    "x": x, "detail": {"field": "area"}}},
                {"mark": {"type": "point", "filled": True, "size": 70}, "encoding": {
                    "x": x,
                    "shape": {"field": "measure", "sort": series, "title": None},
                    "color": {"field": "measure", "sort": series, "title": None,
                              "scale": {"domain": series, "range": SERIES[:len(series)]}}}},
                {"mark": {"type": "text", "dy": -10}, "encoding": {
                    "x": x, "text": {"field": "value", "format": ".1f"}}},
            ],
        }
    return make


def heat(y, x=None, color=None, columns=None):
    """One measure in classes of all cells, or several, each in classes of its own column."""
    def make(figure):
        named = titles(figure)
        if columns:
            rows = [{"row": row[y], "column": named[name], "value": row[name]}
                    for row in figure["rows"] for name in columns]
            across = [named[name] for name in columns]
        else:
            rows = [{"row": row[y], "column": str(row[x]), "value": row[color]}
                    for row in figure["rows"]]
            across = first_seen(figure, x)
        for row in rows:
            beside = sorted(other["value"] for other in rows
                            if not columns or other["column"] == row["column"])
            row["class"] = min(4, 5 * beside.index(row["value"]) // len(beside))
        down = list(dict.fromkeys(row["row"] for row in rows))
        return {
            **size(34 * len(down) + 40),
            "data": {"values": rows},
            "encoding": {"y": names("row", down),
                         "x": names("column", across, axis={"orient": "top", "labelAngle": 0})},
            "layer": [
                {"mark": "rect", "encoding": {"color": {
                    "field": "class", "type": "ordinal", "title": None,
                    "scale": {"domain": [0, 1, 2, 3, 4], "range": CLASSES}}}},
                {"mark": "text", "encoding": {
                    "text": {"field": "value", "format": ".1f"},
                    "color": {"condition": {"test": "datum['class'] > 2", "value": "white"},
                              "value": "black"}}},
            ],
        }
    return make


def stat(y, x, reference):
    def make(figure):
        rows = [row for row in figure["rows"] if row[y] != reference]
        beside = next(row for row in figure["rows"] if row[y] == reference)[x]
        for at, row in enumerate(rows):
            row.update(at=at, beside=f"{reference}: {beside}%")
        place = {"field": "at", "type": "ordinal", "axis": None}
        lines = [(x, -20, 40, 600), (y, 15, 14, 600), ("beside", 34, 13, 400)]
        return {
            **size(110),
            "data": {"values": rows},
            "encoding": {"x": place},
            "layer": [
                {"mark": {"type": "text", "dy": dy, "fontSize": font, "fontWeight": weight},
                 "encoding": {"text": {"field": field}}}
                for field, dy, font, weight in lines
            ],
        }
    return make


def lines(x, y, color, reference=None, focus=None, breaks=None, year=False):
    def make(figure):
        series = first_seen(figure, color)
        if year:
            for row in figure["rows"]:
                row[x] = f"{row[x]}-01-01"
        hues = iter(SERIES)
        palette = [GREY if name == reference or (focus and name != focus) else next(hues)
                   for name in series]
        ends = {"aggregate": {"argmax": x}, "field": y, "type": "quantitative"}
        hue = {"field": color, "sort": series, "legend": None,
               "scale": {"domain": series, "range": palette}}
        at = {"field": x, "type": "temporal", "title": None}
        layer = [
            {"mark": "line", "encoding": {
                "x": at, "y": number(figure, y, scale={"zero": not year}), "color": hue}},
            {"mark": {"type": "text", "align": "left", "dx": 6},
             "encoding": {"x": {"aggregate": "max", **at}, "y": ends, "color": hue,
                          "text": {"field": color}}},
        ]
        for day, words in (breaks or {}).items():
            rule = [{"day": day, "words": words}]
            day_at = {"field": "day", "type": "temporal"}
            layer.append({"data": {"values": rule}, "mark": {"type": "rule", "strokeDash": [1, 3]},
                          "encoding": {"x": day_at}})
            layer.append({"data": {"values": rule},
                          "mark": {"type": "text", "align": "left", "y": 8},
                          "encoding": {"x": day_at, "text": {"field": "words"}}})
        return {**size(300), "layer": layer}
    return make


def slope(x, y, color, focus):
    def make(figure):
        order = first_seen(figure, x)
        hue = focused(color, [focus])
        at = names(x, order, axis={"labelAngle": 0, "orient": "top"})
        detail = {"field": color}
        last = f"datum['{x}'] === '{order[-1]}'"
        return {
            **size(300),
            "encoding": {"x": at, "y": number(figure, y, scale={"zero": False}),
                         "detail": detail},
            "layer": [
                {"mark": "line", "encoding": {"color": hue}},
                {"mark": {"type": "point", "filled": True}, "encoding": {"color": hue}},
                {"transform": [{"filter": last},
                               {"calculate": f"datum['{color}'] + ' ' + datum['{y}'] + '%'",
                                "as": "words"}],
                 "mark": {"type": "text", "align": "left", "dx": 6},
                 "encoding": {"text": {"field": "words"}}},
                {"transform": [{"filter": f"!({last})"}],
                 "mark": {"type": "text", "align": "right", "dx": -6},
                 "encoding": {"text": {"field": y, "format": ".1f"}}},
            ],
        }
    return make


def arrows(y, x, color, focus):
    def make(figure):
        order, (old, new) = first_seen(figure, y), first_seen(figure, color)
        value = {(row[y], str(row[color])): row[x] for row in figure["rows"]}
        rows = [{"area": area, "old": value[area, old], "new": value[area, new]}
                for area in order]
        hue = focused("area", [focus])
        title = titles(figure)[x]
        number_ = {"type": "quantitative", "title": title}
        return {
            **size(30 * len(order) + 60),
            "data": {"values": rows},
            "encoding": {"y": names("area", order)},
            "layer": [
                {"mark": "rule", "encoding": {"x": {"field": "old", **number_},
                                              "x2": {"field": "new"}, "color": hue}},
                {"mark": {"type": "point", "filled": True, "shape": "triangle-right"},
                 "transform": [{"filter": "datum['new'] >= datum['old']"}],
                 "encoding": {"x": {"field": "new", **number_}, "color": hue}},
                {"mark": {"type": "point", "filled": True, "shape": "triangle-left"},
                 "transform": [{"filter": "datum['new'] < datum['old']"}],
                 "encoding": {"x": {"field": "new", **number_}, "color": hue}},
                {"mark": {"type": "text", "dx": -20}, "encoding": {
                    "x": {"field": "old", **number_}, "text": {"field": "old", "format": ".1f"}}},
                {"mark": {"type": "text", "dx": 20}, "encoding": {
                    "x": {"field": "new", **number_}, "text": {"field": "new", "format": ".1f"}}},
            ],
        }
    return make


def histogram(x, step):
    def make(figure):
        bins = {"bin": {"step": step}, "field": x, "type": "quantitative",
                "title": titles(figure)[x]}
        count = {"aggregate": "count", "title": "Number"}
        return {
            **size(260),
            "encoding": {"x": bins, "y": count},
            "layer": [{"mark": {"type": "bar", "color": DARK}},
                      {"mark": {"type": "text", "dy": -6}, "encoding": {"text": count}}],
        }
    return make


def strip(x, y):
    """One point a row, on one line for each group: Vega-Lite moves no points aside."""
    def make(figure):
        order = first_seen(figure, y)
        return {
            **size(70 * len(order)),
            "encoding": {"y": names(y, order), "x": number(figure, x)},
            "layer": [
                {"mark": {"type": "point", "filled": True, "size": 20, "color": "#6f777b"}},
                {"mark": {"type": "tick", "color": "black", "thickness": 2},
                 "encoding": {"x": number(figure, x, aggregate="median")}},
            ],
        }
    return make


def classes(values, count):
    """Limits between classes of about equal numbers."""
    ordered = sorted(values)
    return [ordered[len(ordered) * at // count] for at in range(1, count)]


def shade(limits, field):
    scale = {"type": "threshold", "domain": limits, "range": CLASSES[5 - len(limits) - 1:]}
    return {"field": field, "type": "quantitative", "title": None, "scale": scale}


def hexes(key, value, lookup):
    def make(figure, areas):
        rows, renamed = [], lookup
        for row in figure["rows"]:
            place = areas["hexes"][renamed.get(row[key], row[key])]
            across = place["q"] + (0.5 if place["r"] % 2 else 0)
            rows.append({"x": across, "y": place["r"] * math.sqrt(3) / 2, value: row[value]})
        hexagon = "M0,-1L0.87,-0.5L0.87,0.5L0,1L-0.87,0.5L-0.87,-0.5Z"
        limits = classes([row[value] for row in rows], 5)
        axis = {"type": "quantitative", "axis": None, "scale": {"zero": False}}
        return {
            **size(600),
            "data": {"values": rows},
            "mark": {"type": "point", "shape": hexagon, "filled": True, "size": 200,
                     "opacity": 1},
            "encoding": {"x": {"field": "x", **axis}, "y": {"field": "y", **axis},
                         "color": shade(limits, value)},
        }
    return make


def tiles(key, value):
    def make(figure, areas):
        rows = [{**areas[row[key]], value: row[value]} for row in figure["rows"]]
        limits = classes([row[value] for row in rows], 5)
        side = {"type": "ordinal", "axis": None}
        return {
            **size(480, 480),
            "data": {"values": rows},
            "encoding": {"x": {"field": "col", **side}, "y": {"field": "row", **side}},
            "layer": [
                {"mark": "rect", "encoding": {"color": shade(limits, value)}},
                {"mark": {"type": "text", "dy": -8}, "encoding": {"text": {"field": "short"}}},
                {"mark": {"type": "text", "dy": 8}, "encoding": {
                    "text": {"field": value, "format": ".1f"}}},
            ],
        }
    return make


PROJECTIONS = {
    "degrees": {"type": "transverseMercator", "rotate": [2, -49]},
    "grid": {"type": "identity", "reflectY": True},
}


def area_map(key, value, id_, limits, projection="degrees", layer=None):
    """`limits` are those of the classes, or a number of classes of equal numbers."""
    def make(figure, areas):
        values = {row[key]: row[value] for row in figure["rows"] if row[value] is not None}
        found = limits if isinstance(limits, list) else classes(values.values(), limits)
        shown = {row[key] for row in figure["rows"]}
        if layer:
            data = {"values": areas, "format": {"type": "topojson", "feature": layer}}
        else:
            kept = [each for each in areas["features"] if each["properties"][id_] in shown]
            for each in kept:
                each["geometry"]["coordinates"] = wound(each["geometry"])
            data = {"values": {"type": "FeatureCollection", "features": kept},
                    "format": {"property": "features"}}
        rows = [{"area": name, value: number_} for name, number_ in values.items()]
        return {
            **size(640),
            "data": data,
            "transform": [{"lookup": f"properties.{id_}", "from": {
                "data": {"values": rows}, "key": "area", "fields": [value]}}],
            "projection": PROJECTIONS[projection],
            "mark": {"type": "geoshape", "stroke": "white", "strokeWidth": 0.4,
                     "invalid": "show"},
            "encoding": {"color": {
                "condition": {"test": f"!isValid(datum['{value}'])", "value": "#eee"},
                **shade(found, value)}},
        }
    return make


def wound(geometry):
    """The rings as d3 reads them on a sphere: outlines clockwise, holes the other way."""
    def ring(points, outline):
        sides = zip(points, points[1:])
        area = sum((end[0] - start[0]) * (end[1] + start[1]) for start, end in sides)
        return points if (area > 0) == outline else points[::-1]

    def polygon(rings):
        return [ring(points, at == 0) for at, points in enumerate(rings)]

    parts = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        return polygon(parts)
    return [polygon(part) for part in parts]


SCOTLAND = {"S14000107": "S14000006", "S14000108": "S14000008", "S14000109": "S14000010",
            "S14000110": "S14000040", "S14000111": "S14000058"}

# Each figure with its maker and, for maps, the file of areas in the site's content.
SPECS = {
    "fuel-poverty-regions": (bars("area", "share", ["West Midlands", "Yorkshire and The Humber"],
                                  "England"), None),
    "deprivation-rates": (grouped("measure", "mean", "group"), None),
    "homes-by-tenure": (stacked("year", "millions", "tenure"), None),
    "income-bands": (stacked("group", "share", "band", stack="normalize",
                             shades=CLASSES[1:]), None),
    "deprivation-scale": (diverging("region", "share", "deprivation",
                                    ["High", "Medium", "Low"]), None),
    "life-expectancy-lowest": (dots("constituency", "life_expectancy", "lower", "upper",
                                    ["Blackpool South", "Middlesbrough and Thornaby East"]), None),
    "qof-gradient": (ranges("condition", ["least_deprived", "most_deprived"]), None),
    "attainment-regions": (ranges("region", ["lowest", "median", "highest"]), None),
    "illness-heat": (heat("condition", "tenth", "prevalence"), None),
    "region-heat": (heat("region", columns=["fuel_poor", "claimants", "life_expectancy"]), None),
    "claimant-stat": (stat("area", "rate", "Median constituency"), None),
    "claimant-rate": (lines("quarter", "rate", "area", "Median constituency"), None),
    "claimants-break": (lines("quarter", "rate", "region", "England", "London",
                              {"2015-04-01": "definition changed"}), None),
    "attainment-gap": (lines("year", "score", "region", "England", year=True), None),
    "claimants-slope": (slope("quarter", "rate", "region", "North East"), None),
    "claimants-arrows": (arrows("region", "rate", "quarter", "London"), None),
    "fuel-poverty-histogram": (histogram("fuel_poor", 2), None),
    "fuel-poverty-strip": (strip("fuel_poor", "region"), None),
    "ward-strip": (strip("income_deprived", "group"), None),
    "claimants-hexes": (hexes("code", "rate", SCOTLAND),
                        "sessions/03-employment-skills-education/data/uk-constituencies-2023.hexjson"),
    "claimants-tiles": (tiles("code", "rate"),
                        "sessions/03-employment-skills-education/data/region-tiles.csv"),
    "fuel-poverty-map": (area_map("area", "share", "RGN22NM", [9.7, 11.4, 14.0], "grid"),
                         "sessions/02-warm-homes/data/regions-2022.geojson"),
    "life-map": (area_map("code", "life_expectancy", "PCON24CD", 5),
                 "gallery/data/constituencies-2024.geojson"),
    "fuel-poverty-nations": (area_map("code", "share", "areacd", [11.8, 14.2]),
                             "gallery/data/regions-nations.geojson"),
    "private-rent-map": (area_map("code", "private_rent", "areacd", [15, 20, 25, 30],
                                  layer="ltla"),
                         "gallery/data/authorities-2022.topojson"),
}


def read_areas(path):
    """The file of areas; tiles as a map from code to place."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".csv":
        return json.loads(text)
    head, *rows = [line.split(",") for line in text.splitlines()]
    return {row[0]: dict(zip(head, row)) for row in rows}


def specs(figures, content):
    """`{id: specification}` of the figures that have one; `figures` are their records by id."""
    made = {}
    for name, (make, areas) in SPECS.items():
        figure = figures[name]
        more = [read_areas(content / areas)] if areas else []
        spec = {"data": {"values": figure["rows"]}, **make(figure, *more)}
        made[name] = {
            "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
            "description": figure["alt"],
            "config": {"font": "Public Sans", "view": {"stroke": None}},
            **spec,
        }
    return made
