/// Which Unicode scalars may stand in an output as they are.
///
/// A file name may hold any of them, and some make a terminal, a browser or a reader see something else than
/// what is there: controls and escape codes, bidirectional overrides, characters without a glyph.
enum Visibility {
    /// Whether a scalar shows itself and nothing but itself. Plain space counts as visible, every other kind of
    /// space does not; unassigned and private scalars do not, because a font decides what they look like.
    static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x7f { return scalar.value >= 0x20 }
        // The Braille blank is a symbol by its category and looks like nothing.
        if scalar.value == 0x2800 { return false }
        let properties = scalar.properties
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate, .privateUse,
            .unassigned:
            return false
        default:
            // Fillers, joiners and variation selectors.
            return !properties.isDefaultIgnorableCodePoint
        }
    }

    /// Whether a scalar draws over the one before it.
    static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x300 else { return false }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark: return true
        default: return false
        }
    }
}
