"""Whom to ask: every matter once, with a telephone, cover and hand-over; duty for two weeks from today."""

from __future__ import annotations

from generator.project import Project
from generator.views.ask import pages
from generator.views.rosters import duty_views


def test_every_matter_has_a_post_with_a_telephone(example: Project) -> None:
    (page,) = pages(example.session)
    rows = [post for theme in page.view["themes"] for post in theme["posts"]]
    matters = [matter["url"] for row in rows for matter in row["matters"]]
    assert len(matters) == len(set(matters)) == len(example.session.procedures)
    assert page.view["unknown"] == []
    assert all(row["phone"] and row["organ"] for row in rows)
    assert any(row["cover"] for row in rows) and any(row["hands_over_to"] for row in rows)
    assert page.view["hotline"] and all(desk["phone"] and desk["post"] for desk in page.view["desks"])


def test_duty_begins_on_the_day_of_the_build(example: Project) -> None:
    for hall in duty_views(example.session):
        days = [day["date"] for day in hall["days"]]
        assert days[0] == str(example.session.as_of) and days == sorted(days) and len(days) == 14
        assert all(day["first_contact"] if day["open"] else day["closed"] for day in hall["days"])
