/// The arithmetic of majorities.
///
/// Sizes as in etcd's FAQ, "What is failure tolerance?".
public enum Quorum {
  /// The smallest number of voters of which any two sets share a member.
  @inlinable @inline(always)
  public static func majority(of voters: Int) -> Int { voters / 2 + 1 }

  /// How many voters may be away while a majority remains.
  package static func tolerance(of voters: Int) -> Int { voters - majority(of: voters) }
}
