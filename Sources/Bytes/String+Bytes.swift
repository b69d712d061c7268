extension String {
    /// Whether both texts are the same bytes.
    ///
    /// `==` would also call two texts equal that Unicode takes for one (composed and decomposed letters); for
    /// names in security decisions those are two names.
    package func hasSameBytes(as other: String) -> Bool {
        let left = utf8
        let right = other.utf8
        return left.count == right.count && left.elementsEqual(right)
    }
}
