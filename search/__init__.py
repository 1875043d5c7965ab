"""QUESTION -> CITED ANSWER.

    Library.open(home)              what was read, kept on disk
    Desk(library, index).ask(text)  an Answer with citations, or a refusal

Reading order: answer (the nouns), library, encoder, lexical, dense, fuse, ranking, manifest, index; thesaurus,
understand, scope, matching, evidence, wording, questions, answering; similar, intake.
"""
