"""The activity log: every change, who, when, what, written in the transaction of the change.

An entry holds codes and references, never a copied value, so that erasing a person or a text stays possible.
"""
