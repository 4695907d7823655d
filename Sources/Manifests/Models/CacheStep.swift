package import SimulationKernel

/// Work that a cache saves.
package struct CacheStep: Sendable {
  /// When a look-up hits.
  package enum Hits: Sendable {
    /// With a given probability.
    case ratio(Double)
    /// As Che's approximation of an LRU cache says (Che, Tung, Wang 2002).
    ///
    /// The popularity is the law of the key asked for; an entry is dropped `timeToLive` after it
    /// was stored (nil: never).
    case keys(popularity: Distribution, capacity: Int, timeToLive: SimDuration?)
  }

  /// The cache's name within the service.
  package let name: String
  /// Where the cache was written.
  package let span: SourceSpan
  /// When a look-up hits.
  package let hits: Hits
  /// What is done on a miss.
  package let miss: [Step]
}

extension CacheStep: SpecObject {
  static let what = "a cache"

  init?(_ reader: inout SpecReader) {
    let name = reader.required("name", .name as SpecType<String>, "its name within the service")
    span = reader.span
    miss = reader.optional("miss", .steps, default: [], "what is done on a miss")
    let hasCapacity = reader.has("capacity")
    let capacity = reader.optional("capacity", .count(), "with keys: entries that it holds")
    let timeToLive = reader.optional(
      "ttl", .positiveDuration, "with keys: how long an entry stays; for ever by default")
    let hits = reader.choice([
      SpecChoice("hit", .ratio, "probability that a look-up hits") { ratio, _ in
        CacheHits.ratio(ratio)
      },
      SpecChoice("keys", .law(.number), "popularity of the keys asked for") { law, _ in
        CacheHits.keys(law)
      },
    ])
    guard let name, let hits else { return nil }
    self.name = name
    switch hits {
    case .ratio(let ratio):
      for field in ["capacity", "ttl"] where reader.has(field) {
        reader.diagnostics.error(
          "\(field) needs keys, whose popularity decides what stays in the cache",
          at: reader.span(of: field), code: "conflicting-fields")
      }
      self.hits = .ratio(ratio)
    case .keys(let popularity):
      guard let capacity else {
        if !hasCapacity {
          reader.diagnostics.error(
            "missing field \"capacity\" in a cache with keys", at: reader.span.start,
            code: "missing-field")
        }
        return nil
      }
      self.hits = .keys(popularity: popularity, capacity: capacity, timeToLive: timeToLive)
    }
  }
}

/// The two ways to say when a look-up hits.
private enum CacheHits {
  case ratio(Double)
  case keys(Distribution)
}
