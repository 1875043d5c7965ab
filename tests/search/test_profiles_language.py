"""What sentences say of an initiative: every example in the data is read as it says, and the data hold together."""

from __future__ import annotations

import pytest

from search.profiles_language import is_aside, language, matter_words, matters, roles
from search.similar import _bare_question


def rows(kind: str) -> list[tuple[str, str]]:
    return [tuple(example) for row in language()[kind] for example in row["examples"]]


@pytest.mark.parametrize(("sentence", "action"), rows("action"))
def test_an_action_is_read_in_its_example(sentence: str, action: str) -> None:
    assert action in roles(sentence).actions


@pytest.mark.parametrize(("sentence", "audience"), rows("audience"))
def test_an_audience_is_read_in_its_example(sentence: str, audience: str) -> None:
    assert audience in roles(sentence).audiences


@pytest.mark.parametrize(("sentence", "means"), language()["means"]["examples"])
def test_a_means_is_read_in_its_example(sentence: str, means: str) -> None:
    assert means in roles(sentence).means


@pytest.mark.parametrize(("sentence", "result"), language()["result"]["examples"])
def test_a_result_is_read_in_its_example(sentence: str, result: str) -> None:
    assert result in roles(sentence).results


@pytest.mark.parametrize(("title", "aside"), language()["aside"]["examples"])
def test_a_section_of_duties_or_scores_is_known_by_its_title(title: str, aside: bool) -> None:
    assert is_aside((title,), "建成一处停车场") is aside


@pytest.mark.parametrize(("question", "left"), language()["question"]["examples"])
def test_the_words_of_asking_are_left_out(question: str, left: str) -> None:
    assert _bare_question(question) == left


@pytest.mark.parametrize("row", matter_words(), ids=lambda row: row["name"])
def test_a_matter_is_read_in_its_example(row: dict) -> None:
    assert row["examples"]
    assert all(row["name"] in matters(example) for example in row["examples"])


@pytest.mark.parametrize(
    ("sentence", "matter", "why"),
    [
        ("", "热线", "nothing is said"),
        ("修剪行道树2000棵", "停车治堵", "trees are not traffic"),
        ("召开读书会", "网络安全", "no word of it"),
    ],
)
def test_a_matter_is_not_read_where_no_word_tells_it(sentence: str, matter: str, why: str) -> None:
    assert matter not in matters(sentence), why


@pytest.mark.parametrize("kind", ["action", "audience"])
def test_names_of_the_data_are_given_once(kind: str) -> None:
    names = [row["name"] for row in language()[kind]]
    assert len(names) == len(set(names))


def test_names_of_matters_are_given_once_and_no_word_is_a_single_character() -> None:
    names = [row["name"] for row in matter_words()]
    assert len(names) == len(set(names))
    short = {word for row in matter_words() for word in row["words"] if len(word) < 2}
    assert short <= {"碳", "侨"}


def test_a_means_ends_where_it_is_told_what_is_done_with_it() -> None:
    assert roles("依托社区党群服务中心搭建助餐平台").means == ("社区党群服务中心",)


def test_a_sentence_that_says_nothing_has_no_roles() -> None:
    said = roles("。")
    assert (said.actions, said.audiences, said.acts_on, said.means, said.results) == ((), (), (), (), ())
