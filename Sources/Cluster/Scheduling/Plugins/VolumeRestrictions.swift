/// Keeps a second pod from a ReadWriteOncePod claim (framework/plugins/volumerestrictions).
enum VolumeRestrictions: FilterPlugin {
  static let name = "VolumeRestrictions"
  static let events: ClusterChange = [.nodeAdded, .podGone, .volume]

  static func applies(to pod: PodQuery, _ cache: SchedulerCache) -> Bool {
    !(pod.volumes?.exclusive.isEmpty ?? true)
  }

  static func filter(_ pod: PodQuery, on node: Int, _ cache: SchedulerCache) -> Rejection {
    let isUsed = (pod.volumes?.exclusive ?? []).contains { claim in
      Int(claim) < cache.claimUsers.count && cache.claimUsers[Int(claim)] > 0
    }
    return isUsed ? .unschedulable() : .fits
  }

  static func reasons(_ rejection: Rejection, _ cache: SchedulerCache) -> [String] {
    [
      "node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode"
    ]
  }
}
