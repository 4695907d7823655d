/// What a backup, a restore or a drill moves through the network of a member's machine.
struct MemberStream: Equatable, Sendable {
  /// The member.
  let member: Int
  /// Bytes a second.
  let sent: Double
  let received: Double
}
