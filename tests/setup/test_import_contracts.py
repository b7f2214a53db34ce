from grimp import ImportGraph

from tools.import_contracts import OnlyContract


def contract() -> OnlyContract:
    return OnlyContract(
        name="Rules are pure",
        session_options={"root_packages": ["app"]},
        contract_options={"packages": ["app.rules"], "may_import": ["pydantic"]},
    )


def importing(*imported: str) -> ImportGraph:
    graph = ImportGraph()
    for name in ("app.rules", "app.rules.counting", *imported):
        graph.add_module(name)
    for name in imported:
        graph.add_import(importer="app.rules.counting", imported=name)
    return graph


def test_a_pure_package_keeps_to_itself_the_standard_library_and_what_is_named() -> None:
    graph = importing("app.rules.facts", "datetime", "pydantic")
    assert contract().check(graph, verbose=False).kept


def test_every_other_import_is_named() -> None:
    graph = importing("app.rulebook", "pydantic_settings", "datetime")
    found = contract().check(graph, verbose=False)
    assert found.metadata["strays"] == [
        ("app.rules.counting", "app.rulebook"),
        ("app.rules.counting", "pydantic_settings"),
    ]
    assert not found.kept
