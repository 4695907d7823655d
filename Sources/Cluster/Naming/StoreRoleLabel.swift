import Manifests

/// The pod labels by which the members of data systems show at run time what they do.
package enum StoreRoleLabel {
  /// The label that names the system.
  package static var system: String { "vhsim.dev/store" }
  private static var role: String { "vhsim.dev/role" }

  /// The label of a pod's role in a shard, or with a negative number in the group that coordinates
  /// the system; a system of one shard has no number in it.
  package static func key(ofShard shard: Int, of shards: Int) -> String {
    if shard < 0 { return "coordination." + role }
    return shards == 1 ? role : "shard-\(shard)." + role
  }

  /// Whether labels show a role, in one shard or in any group.
  static func show(
    _ role: StoreTarget.Role, shard: Int?, _ labels: [(key: String, value: String)]
  ) -> Bool {
    let isSharded = labels.contains { $0.key.hasPrefix("shard-") && $0.key.hasSuffix(Self.role) }
    return labels.contains { label in
      guard label.key.hasSuffix(Self.role) else { return false }
      if let shard {
        let isWhole = shard == 0 && !isSharded
        let wanted = isWhole ? Self.role : key(ofShard: shard, of: shard + 2)
        guard label.key == wanted else { return false }
      }
      return label.value == role.rawValue || (role == .primary && isLeading(label))
    }
  }

  /// A Raft group's leader is what others call its primary.
  private static func isLeading(_ label: (key: String, value: String)) -> Bool {
    label.value == "leader" && label.key != key(ofShard: -1, of: 1)
  }
}
