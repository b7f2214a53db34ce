"""The contract in the repository is the application's."""

from app.cli.openapi_ import CONTRACT, rendered


def test_the_committed_contract_equals_the_applications() -> None:
    assert CONTRACT.read_text() == rendered(), "run: ./run openapi"
