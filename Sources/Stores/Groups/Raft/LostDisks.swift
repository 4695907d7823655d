/// The slots of a Raft group that lost their disks.
struct LostDisks {
  /// The set of slots that have not caught up since.
  var slots = BitSet()
  /// Of these, the set that an administrator removed and added anew, so that they take part again.
  var readmitted = BitSet()
  /// By slot, the group's term when it lost its disk.
  var terms: [UInt32]

  /// The disks of a group of some slots, which lost none.
  init(of count: Int) { terms = Array(repeating: 0, count: count) }
}
