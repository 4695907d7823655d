/// Why a results file can not be used.
package enum ResultsError: Error, CustomStringConvertible {
  /// Somebody else is writing to it.
  case busy(path: String)
  /// It can not be opened or made to take results.
  case unusable(path: String, reason: String)
  /// It is there and holds no results that can be read.
  case unreadable(path: String, reason: String)
  /// There is no such file.
  case missing(path: String)
  /// It holds no such experiment.
  case noExperiment(selector: String)
  /// Storing or reading failed on the way.
  case storage(path: String, reason: String)

  /// The sentence that a user reads.
  package var description: String {
    switch self {
    case .busy(let path):
      "\(path) is being written by another vhsim; wait for it or give another file with --db"
    case .unusable(let path, let reason):
      "\(path) can not be used for results: \(reason); give another file with --db"
    case .unreadable(let path, let reason): "\(path) holds no results to read: \(reason)"
    case .missing(let path): "there is no results file \(path); `vhsim run` writes one"
    case .noExperiment(let selector): "\(selector) holds no such experiment; see `vhsim list`"
    case .storage(let path, let reason): "\(path): \(reason)"
    }
  }
}
