/// Claims of which more is asked than they have.
extension VolumeTable {
  /// Why a claim can not have another size by its own fields (pkg/apis/core/validation
  /// ValidatePersistentVolumeClaimUpdate); nil where it can.
  ///
  /// Where a failed expansion may be taken back, a claim can ask for less than it did, but for more
  /// than it has.
  func invalidity(of claim: Int, at bytes: Int64, recovers: Bool) -> String? {
    let volume = Int(claims[claim].volume)
    guard volume >= 0 else {
      return "spec: Forbidden: spec is immutable after creation except resources.requests for "
        + "bound claims"
    }
    guard bytes < claims[claim].spec.bytes else { return nil }
    let capacity = claims[claim].fileSystemBytes ?? volumes[volume].spec.bytes
    guard !recovers || bytes <= capacity else { return nil }
    return "spec.resources.requests.storage: Forbidden: field can not be less than "
      + (recovers ? "status.capacity" : "previous value")
  }

  /// Why admission does not let a claim grow (plugin/pkg/admission/storage/
  /// persistentvolume/resize); nil where it does or the claim does not grow.
  func growthProblem(of claim: Int, to bytes: Int64) -> String? {
    guard bytes > claims[claim].spec.bytes else { return nil }
    let index = Int(claims[claim].storageClass)
    guard index >= 0, classes[index].provisions, classes[index].allowsExpansion else {
      return "only dynamically provisioned pvc can be resized and the storageclass that provisions "
        + "the pvc must support resize"
    }
    return nil
  }

  /// Writes the new size into a claim's spec.
  mutating func ask(_ claim: Int, for bytes: Int64) { claims[claim].spec.bytes = bytes }

  /// Whether a claim's volume is smaller than asked.
  func hasSmallVolume(_ claim: Int) -> Bool {
    let volume = Int(claims[claim].volume)
    guard volume >= 0, !claims[claim].isDeleted else { return false }
    return volumes[volume].spec.bytes < claims[claim].spec.bytes
  }

  /// Whether a claim's file system is smaller than its volume, which has grown.
  func hasSmallFileSystem(_ claim: Int) -> Bool {
    let volume = Int(claims[claim].volume)
    guard volume >= 0, !claims[claim].isDeleted else { return false }
    return (claims[claim].fileSystemBytes ?? .max) < volumes[volume].spec.bytes
  }

  /// Grows a claim's volume to what is asked.
  mutating func growVolume(_ claim: Int) {
    let volume = Int(claims[claim].volume)
    claims[claim].fileSystemBytes = claims[claim].fileSystemBytes ?? volumes[volume].spec.bytes
    takeRoom(for: volume, growingBy: claims[claim].spec.bytes - volumes[volume].spec.bytes)
    volumes[volume].spec.bytes = claims[claim].spec.bytes
  }

  /// The file system takes the whole volume.
  mutating func growFileSystem(_ claim: Int) {
    claims[claim].fileSystemBytes = volumes[Int(claims[claim].volume)].spec.bytes
  }
}
