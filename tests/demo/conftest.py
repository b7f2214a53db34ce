import pytest

from app.demo.county import County
from tests.demo.counties import Recipe, made


@pytest.fixture
def county(request: pytest.FixtureRequest) -> County:
    """Of the recipe that the test names."""
    recipe: Recipe = request.param
    return made(*recipe)
