"""How a document that was made elsewhere is laid beside its template: headings, labels, lists, tables and texts.

Takes a template and a document's blocks, gives the texts that stand in the places of answers. It judges no answer.
"""
