"""The sender's words stay as they were sent; a sealed name in them is shown to those who may see it."""

from datetime import timedelta

from tests.factories.referral import refer, step, stepped
from tests.factories.world import World


async def test_a_sealed_name_is_nowhere_in_the_referral(world: World) -> None:
    referral_id = await refer(world, reason="Amina Okafor walks late; the Okafors moved twice.")
    await stepped(world, referral_id, "acknowledge", comment="Amina's mother, Mrs Okafor, called.")
    question = "Was Amina seen by audiology?"
    await stepped(world, referral_id, "ask", wanted=["other"], question=question)
    await stepped(world, referral_id, "answer", information="Okafor, seen in May.")
    taken = await stepped(world, referral_id, "accept", district_id=str(world.district_id))
    student_id = taken["student_id"]
    path = f"/v1/students/{student_id}"
    assert "Okafor" in (await world.intake.get(f"/v1/referrals/{referral_id}")).text
    tag = (await world.supervisor.get(path)).headers["etag"]
    renamed = await world.supervisor.http.post(
        f"{path}/renamings", json={
            "first_name": "Robin", "last_name": "Hale", "from_on": str(world.today - timedelta(days=1)),
            "reason": "adoption", "seal_former": True,
        }, headers={"If-Match": tag, "Idempotency-Key": "seal-it-once-and-for-all"},
    )  # fmt: skip
    assert renamed.status_code == 200, renamed.text
    for who, sees in (("intake", False), ("auditor", False), ("supervisor", True)):
        one = await world.api(who).get(f"/v1/referrals/{referral_id}")
        listed = await world.api(who).get("/v1/referrals")
        assert ("Amina" in one.text, "Amina" in listed.text) == (sees, sees), who
        assert ("Okafor" in one.text) is sees
        history = await world.api(who).get(f"/v1/referrals/{referral_id}/history")
        assert ("Amina" in history.text, "Okafor" in history.text) == (sees, sees), who
        assert ("[sealed]" in history.text) is not sees
    shown = (await world.intake.get(f"/v1/referrals/{referral_id}")).json()
    assert (shown["child_first_name"], shown["submitted"]["child"]["last_name"]) == (
        "Robin",
        "Hale",
    )
    assert shown["submitted"]["reason"].startswith("[sealed] [sealed] walks late")
    closed = await step(world, referral_id, "close", reason_code="other")
    assert closed.status_code == 200, closed.text
    assert "Okafor" not in closed.text
    [kept] = await world.look(
        "select child_last_name from eb.referral where id = :i", i=referral_id
    )
    assert kept.child_last_name == "Okafor"
