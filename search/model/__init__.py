"""A language model, where one is set: it may word a question again and phrase an answer; it never supplies a number or a name.

    Endpoint(url, model, key).complete(messages)   what it writes, or ModelError
    reworded(question, endpoint)                   the question in other words, to be answered like any other
    phrased(answer, endpoint)                      the answer with its sentence worded by it, if all of it holds

Whatever comes back is checked here; what does not hold is dropped, and the plain answer stands.
"""

from search.model.endpoint import Endpoint, ModelError
from search.model.phrasing import phrased
from search.model.rewording import reworded, same_plan

__all__ = ["Endpoint", "ModelError", "phrased", "reworded", "same_plan"]
