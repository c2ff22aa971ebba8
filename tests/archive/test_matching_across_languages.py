"""A post in another language than the claim is at least pointed to it, and never told that it is the same."""

from __future__ import annotations

import pytest
from flask import Flask

from search.ranking.bands import Band
from tests.support.asking import ask

POSTS = {
    "fr": "Les traînées blanches des avions sont des produits chimiques toxiques qu'on répand en secret",
    "es": "Los aviones rocían en secreto productos químicos venenosos con sus estelas blancas",
    "ru": "Самолёты своими белыми полосами тайно распыляют ядовитые химикаты",
    "uk": "Білі смуги за літаками в небі — це отруйні хімікати, які таємно розпилюють",
    "ar": "الطائرات ترش سرا مواد كيميائية سامة بخطوطها البيضاء في السماء",
    "tr": "Uçaklar gökyüzündeki beyaz izleriyle gizlice zehirli kimyasallar püskürtüyor",
}
UNRELATED = {
    "fr": "Ma tante a planté des tulipes devant sa maison",
    "es": "Mi tía plantó tulipanes delante de su casa",
    "ru": "Моя тётя посадила тюльпаны перед домом",
    "tr": "Teyzem evinin önüne lale dikti",
}


@pytest.mark.parametrize("lang", POSTS)
def test_a_post_in_another_language_is_pointed_to_the_claim(demo: Flask, lang: str) -> None:
    matches = ask(POSTS[lang])

    assert "demo-de-chemtrails" in [match.claim.external_id for match in matches]
    assert all(match.band in {Band.RELATED, Band.LIKELY} for match in matches)


@pytest.mark.parametrize("lang", UNRELATED)
def test_a_post_about_something_else_finds_nothing(demo: Flask, lang: str) -> None:
    assert ask(UNRELATED[lang]) == []
