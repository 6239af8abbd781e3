"""What a signal says to a reviewer, in a few words."""

from __future__ import annotations

from aligner.mining import frames, literal
from aligner.mining.ground import Ground
from aligner.mining.target import Target


def text(name: str, ground: Ground, target: Target, candidate: int) -> str:
    """The words for one signal of one candidate."""
    match name:
        case "known-similarity":
            return f"close to {_listed(target.known)}"
        case "gloss-similarity":
            return f"close to '{target.concept.gloss or target.concept.name}'"
        case "context":
            return f"among the words that stand around {_listed(target.known)}"
        case "frame":
            head = frames.best_head(ground.heads, target.head_weights, candidate)
            return f"same head: {_framed(ground, head)}" if head >= 0 else ""
        case "slug":
            pages = "page" if len(target.named) == 1 else "pages"
            return f"key in {len(target.named)} {pages} whose address names {target.concept.name}"
        case "shared-words":
            return f"has words of {_listed(target.known)}"
        case "head":
            first, length = _first(ground, candidate)
            last = first if target.lang in frames.HEAD_FIRST else first + length - 1
            word = ground.stream.surface(last, last)
            return f"{_slot(target.lang, word)} as in its sister terms"
        case "composed":
            return "a head with a rendering of what the concept is composed of"
        case "llr":
            return f"stands where the other side names {target.concept.name}"
        case "linked":
            return f"stands where the other side says {target.concept.name}"
        case "linked-back":
            return f"means nothing but {target.concept.name} on the other side"
        case "literal":
            told = literal.lexicon(target.lang).told(ground.candidates.text(candidate))
            return f"its words mean {told}"
        case "sense":
            told = literal.lexicon(target.lang).told(ground.candidates.text(candidate))
            return f"its words mean {told}, as which {target.concept.name} may be read"
        case "sense-similarity":
            return f"close to what {target.concept.name} may be taken for"
        case "another":
            said = list(ground.glosses.values())[int(ground.says.concept[candidate])]
            return f"its words say '{said[0] or said[1]}'"
        case "everyday":
            return "everyday words"
        case "kind":
            return "heads a body where what is known does not, or the other way round"
        case "loose":
            return "function words inside"
        case "elsewhere":
            return "the Vietnamese beside it names the concept"
        case "torn":
            return "the head of its first part stands outside"
        case "joined":
            return "a conjunction inside"
        case "foreign":
            return "holds terms of other concepts"
        case "clean":
            return "bounded by function words, known terms or punctuation"
        case "length":
            return "about as long as what is known"
        case "frequency":
            return "stands often"
    raise ValueError(f"no signal {name}")


def _listed(known: tuple[str, ...]) -> str:
    return ", ".join(known[:2]) if known else "the known renderings"


def _first(ground: Ground, candidate: int) -> tuple[int, int]:
    found = ground.candidates
    return int(found.first[found.bounds[candidate]]), int(found.words[candidate])


def _framed(ground: Ground, head: int) -> str:
    return _slot(ground.stream.lang, ground.stream.vocabulary[head])


def _slot(lang: str, word: str) -> str:
    return f"{word}__" if lang in frames.HEAD_FIRST else f"__{word}"
