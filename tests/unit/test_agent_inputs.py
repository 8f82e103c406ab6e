import pytest

from services.orchestrator.agents.agent import Inputs
from services.orchestrator.agents.slots import NARRATIVE, PROPERTY_ID, Narrative


def test_a_missing_needed_value_is_an_error_and_a_missing_wanted_value_is_none() -> None:
    inputs = Inputs({PROPERTY_ID: "1"})
    assert inputs[PROPERTY_ID] == "1"
    assert inputs.get(NARRATIVE) is None
    with pytest.raises(KeyError):
        inputs[NARRATIVE]


def test_adding_a_value_leaves_the_old_inputs_as_they_were() -> None:
    before = Inputs({})
    after = before.having(NARRATIVE, Narrative("users rose"))
    assert NARRATIVE in after
    assert NARRATIVE not in before
