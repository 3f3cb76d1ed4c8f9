"""How dates are written where Django's own habit would be misread: English here is not American."""
