"""Plans of the way out, the district's answers."""

from app.models import transition
from app.models.schemas.transition import PacketResultRead, TransitionSettingRead

PAIRS = [
    (PacketResultRead, transition.PacketResult),
    (TransitionSettingRead, transition.TransitionSetting),
]
