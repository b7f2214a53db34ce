"""Small cells: counts that could point at a child are not published, nor what they follow from."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from app.services.indicator import catalogue
from app.services.indicator.catalogue import Indicator
from app.services.indicator.figures import Counts, Figures
from app.services.indicator.finding import LATE, LATE_EXCUSED, ON_TIME


def is_small(count: int | None, smallest: int) -> bool:
    return count is not None and 0 < count < smallest


def protect(counts: Mapping[str, int], smallest: int) -> Counts:
    """Counts of a group whose sum is known, as they may be published; None is hidden.

    Hidden is every count from 1 to one less than `smallest`, and with it the
    next larger ones (a zero last) until at least two are hidden that make
    `smallest` together: else the sum would give them away.
    """
    hidden = [name for name, n in counts.items() if is_small(n, smallest)]
    others = sorted((n == 0, n, name) for name, n in counts.items() if name not in hidden)
    while hidden and others:
        if len(hidden) > 1 and sum(counts[name] for name in hidden) >= smallest:
            break
        hidden.append(others.pop(0)[2])
    return {name: None if name in hidden else n for name, n in counts.items()}


def publishable(indicator: Indicator, figures: Figures, smallest: int) -> Figures:
    """The figures without what is small and what tells it. Days late are those of single children."""
    cells, total = _plain(figures.cells), sum(_plain(figures.cells).values())
    is_split_shown = not is_small(total, smallest) and _may_split(indicator, cells, smallest)
    shown = _cells(indicator, cells, smallest, is_split_shown=is_split_shown)
    is_total_shown = indicator.of_population or not is_small(total, smallest)
    published = replace(
        figures,
        cells=shown,
        numerator=figures.numerator if is_split_shown else None,
        denominator=figures.denominator if is_total_shown else None,
        exclusions={k: _alone(n, smallest) for k, n in figures.exclusions.items()},
        delays=_delays(indicator, figures, shown, smallest),
        late_by=_telling(figures.late_by, shown.get(LATE), smallest),
        recorded_otherwise=_alone(figures.recorded_otherwise, smallest),
    )
    is_suppressed = published != figures
    return replace(published, least_late=None, most_late=None, is_suppressed=is_suppressed)


def beside_others(
    indicator: Indicator, districts: Mapping[str, Figures], asked: str, smallest: int
) -> Figures:
    """One district's figures, as they may be published beside the program's and those of all others.

    What is hidden of one district alone would follow from the program less the
    others. So nothing is told of a district of which anything is hidden, nor of
    the next larger ones with children, until at least two are hidden and no
    number of theirs together is small. What left children out is protected number by number.
    """
    own = {name: publishable(indicator, f, smallest) for name, f in districts.items()}
    if len(own) == 1:
        return own[asked]
    left_out = _protect_each({n: f.exclusions for n, f in districts.items()}, asked, smallest)
    otherwise = protect({n: f.recorded_otherwise or 0 for n, f in districts.items()}, smallest)
    shown = (
        _untold(indicator, own[asked]) if asked in _hidden(districts, own, smallest) else own[asked]
    )
    published = replace(shown, exclusions=left_out, recorded_otherwise=otherwise[asked])
    is_suppressed = shown.is_suppressed or published != shown
    return replace(published, is_suppressed=is_suppressed)


def _protect_each(groups: Mapping[str, Counts], asked: str, smallest: int) -> Counts:
    """The counts of one of several groups, each protected against its sum over all of them."""
    names = dict.fromkeys(name for counts in groups.values() for name in counts)
    rows = {n: {of: counts.get(n) or 0 for of, counts in groups.items()} for n in names}
    return {name: protect(rows[name], smallest)[asked] for name in groups[asked]}


def _hidden(
    districts: Mapping[str, Figures], own: Mapping[str, Figures], smallest: int
) -> set[str]:
    """Districts of which nothing is told."""
    hidden = {name for name, figures in own.items() if None in _numbers(figures).values()}
    sizes = {name: sum(_plain(f.cells).values()) for name, f in districts.items()}
    others = sorted((size, of) for of, size in sizes.items() if size and of not in hidden)
    while hidden and others:
        sums = Counter[tuple[str, str]]()
        for name in hidden:
            sums.update({key: n or 0 for key, n in _numbers(districts[name]).items()})
        if len(hidden) > 1 and not any(is_small(n, smallest) for n in sums.values()):
            break
        hidden.add(others.pop(0)[1])
    return hidden


def _numbers(figures: Figures) -> dict[tuple[str, str], int | None]:
    groups = {"cell": figures.cells, "delay": figures.delays, "late_by": figures.late_by}
    return {(kind, name): n for kind, counts in groups.items() for name, n in counts.items()}


def _untold(indicator: Indicator, figures: Figures) -> Figures:
    return replace(
        figures,
        cells=dict.fromkeys(figures.cells),
        numerator=None,
        denominator=figures.denominator if indicator.of_population else None,
        delays=dict.fromkeys(figures.delays),
        late_by=dict.fromkeys(figures.late_by),
        is_suppressed=True,
    )


def _alone(count: int | None, smallest: int) -> int | None:
    """A count that is part of no known sum."""
    return None if is_small(count, smallest) else count


def _may_split(indicator: Indicator, cells: Mapping[str, int], smallest: int) -> bool:
    """Whether numerator and denominator may both be told: neither the one nor the rest is small."""
    hoped = sum(cells[name] for name in indicator.numerator)
    return not any(is_small(n, smallest) for n in (hoped, sum(cells.values()) - hoped))


def _cells(
    indicator: Indicator, cells: Mapping[str, int], smallest: int, *, is_split_shown: bool
) -> Counts:
    """The cells: where the numerator is told, it and the rest are two known sums."""
    if is_small(sum(cells.values()), smallest):
        return dict.fromkeys(cells)
    if not is_split_shown:
        return protect(cells, smallest)
    hoped = {name: cells[name] for name in indicator.numerator}
    rest = {name: n for name, n in cells.items() if name not in hoped}
    told = {**protect(hoped, smallest), **protect(rest, smallest)}
    return {name: told[name] for name in cells}


def _telling(counts: Counts, told: int | None, smallest: int) -> Counts:
    """A group whose sum tells a cell, and is hidden with it."""
    plain = _plain(counts)
    if told is None and any(plain.values()):
        return dict.fromkeys(plain)
    return protect(plain, smallest)


def _delays(indicator: Indicator, figures: Figures, shown: Counts, smallest: int) -> Counts:
    """By who caused them: hidden too where, less the excused children, they tell a few late ones.

    Excused children are of the groups of their excuses; what these hold beyond them is late.
    """
    told = _telling(figures.delays, shown.get(ON_TIME), smallest)
    excused, held = shown.get(LATE_EXCUSED), catalogue.load()
    groups = {held.group_of(reason) for reason in indicator.excuses.values()}
    beyond = sum(told.get(group) or 0 for group in groups) - (excused or 0)
    return dict.fromkeys(told) if excused and is_small(beyond, smallest) else told


def _plain(counts: Counts) -> dict[str, int]:
    return {name: n or 0 for name, n in counts.items()}
