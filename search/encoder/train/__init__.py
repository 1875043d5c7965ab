"""Training of the embedded encoder from official text: `python -m search.encoder.train --data DIR`.

    texts        which files may teach it, and their windows of whole sentences
    vocabulary   the tokenizer: the dictionary of jieba as a Unigram model
    pairs        (query, passage) pairs drawn from windows and from open question sets
    table        the table of word vectors and its contrastive training (InfoNCE, lazy Adam)
    export       the folder that `SentenceTransformer(path)` and `search.encoder.embedded` read
    measure      how well it finds, alone and fused with the word index

Needs the extra `train` (scipy). Nothing here is imported when questions are answered.
"""
