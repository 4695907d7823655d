/// What a run stored of one metric: over the whole run after the warm-up, and piece by piece.
struct Evidence {
  /// A stretch of time and what was seen in it.
  struct Slice {
    /// Seconds since time zero.
    var start: Double
    var end: Double
    var observation: Observation
  }

  /// The run as a whole; nil without data.
  var whole: Observation?
  /// The pieces in the order of time; empty where none are stored.
  var slices: [Slice]

  /// Nothing was stored.
  static let none = Evidence(whole: nil, slices: [])

  /// Evidence whose pieces are all there is.
  init(slices: [Slice]) {
    self.slices = slices
    whole = Self.merged(slices)
  }

  /// Evidence with a whole of its own, which may know more than its pieces.
  init(whole: Observation?, slices: [Slice]) {
    self.whole = whole ?? Self.merged(slices)
    self.slices = slices
  }

  /// What some pieces show together; nil without pieces.
  static func merged(_ slices: some Sequence<Slice>) -> Observation? {
    var merged: Observation?
    for slice in slices {
      if merged == nil { merged = slice.observation } else { merged?.merge(slice.observation) }
    }
    return merged
  }
}
