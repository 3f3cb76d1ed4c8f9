"""A pre-read: one deck made from a case, written as page, as slides that can be edited, and as PDF.

`deck` is what it says, `making` makes it from a case, `fitting` and `layout` put it on pages of one size, and
`pptx_file` and `pdf_file` write those pages down. What was sent is kept as the deck's document.
"""
