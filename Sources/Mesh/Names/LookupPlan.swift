/// The names that a workload's pods try for a target, one after another.
struct LookupPlan {
  /// A name with what it is to the cluster's DNS.
  struct Name {
    /// Its number among all names.
    let number: Int32
    /// Whether it is the cluster's own; others are asked of a server outside.
    let isOfCluster: Bool
  }

  let workload: Int32
  let target: UInt32
  /// The search list, in its order.
  let names: [Name]
  /// The place of the name that exists while the target has a record; the others never do.
  let found: Int
  /// The place of the name without a search domain: the first or the last one.
  let asIs: Int

  /// The place of the name that is tried after one; nil where the lookup is over.
  ///
  /// The next one follows a name that does not exist. One without an answer ends the search, but
  /// the name as it is is tried yet; a refusal ends the lookup. Where the name as it is comes
  /// first, its search begins whatever became of it (glibc resolv/res_query.c
  /// `__res_context_search`).
  func next(after place: Int, _ verdict: NameLookup.Verdict) -> Int? {
    let following = place + 1 < names.count ? place + 1 : nil
    switch verdict {
    case .found, .known: return nil
    case .absent, .unsure: return following
    case .silent: return place == asIs ? following : place < asIs ? asIs : nil
    case .refused: return place == asIs ? following : nil
    }
  }
}
