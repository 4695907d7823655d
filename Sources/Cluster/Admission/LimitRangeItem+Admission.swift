import Manifests

/// How one item of a LimitRange fills containers in and bounds them, in the words of the real
/// plugin (plugin/pkg/admission/limitranger/admission.go).
extension LimitRangeItem {
  /// Fills in the limits and requests that a container leaves open.
  func fill(_ container: inout ContainerSpec) {
    for entry in self.default.entries {
      switch entry.name {
      case "cpu":
        container.cpuLimitMilli = container.cpuLimitMilli ?? entry.quantity.milliCPU
      case "memory": container.memoryLimit = container.memoryLimit ?? entry.quantity.bytes
      case "ephemeral-storage":
        container.ephemeralLimit = container.ephemeralLimit ?? entry.quantity.bytes
      default: break
      }
    }
    for entry in defaultRequest.entries where container.requestAmounts.amount(entry.name) == nil {
      switch entry.name {
      case "cpu":
        container.requests.cpuMilli = entry.quantity.milliCPU
        container.hasCPURequest = true
      case "memory":
        container.requests.memory = entry.quantity.bytes
        container.hasMemoryRequest = true
      case "ephemeral-storage":
        container.requests.ephemeralStorage = entry.quantity.bytes
        container.hasStorageRequest = true
      default:
        container.requests.extended.append(
          PodResources.Extended(name: entry.name, amount: entry.quantity.bytes))
      }
    }
  }

  /// Bounds that requests and limits miss.
  func problems(
    _ what: String, requests: [QuotaAmount], limits: [QuotaAmount]
  ) -> [String] {
    let low = min.entries.compactMap { bound -> String? in
      let text = "minimum \(bound.name) usage per \(what) is \(bound.text)"
      guard let request = requests.amount(bound.name) else {
        return text + ".  No request is specified"
      }
      return bound.excess(in: text, request: request, limit: limits.amount(bound.name)) { $0 < $1 }
    }
    let high = max.entries.compactMap { bound -> String? in
      let text = "maximum \(bound.name) usage per \(what) is \(bound.text)"
      guard let limit = limits.amount(bound.name) else {
        return text + ".  No limit is specified"
      }
      return bound.excess(in: text, request: requests.amount(bound.name), limit: limit) { $0 > $1 }
    }
    return low + high + ratioProblems(what, requests: requests, limits: limits)
  }

  /// Bounds that a claim's request misses; it has no limit.
  func claimProblems(request: QuotaAmount) -> [String] {
    func problems(
      _ bounds: ResourceList, _ side: String, _ isBeyond: (Int64, Int64) -> Bool
    ) -> [String] {
      bounds.entries.compactMap { bound in
        let text = "\(side) \(bound.name) usage per PersistentVolumeClaim is \(bound.text)"
        guard bound.name == request.name else { return text + ".  No request is specified" }
        return bound.excess(in: text, request: request.milli, limit: nil, isBeyond)
      }
    }
    return problems(min, "minimum") { $0 < $1 } + problems(max, "maximum") { $0 > $1 }
  }

  /// A ratio needs both amounts (limitRequestRatioConstraint).
  private func ratioProblems(
    _ what: String, requests: [QuotaAmount], limits: [QuotaAmount]
  ) -> [String] {
    maxLimitRequestRatio.entries.compactMap { bound in
      let text = "\(bound.name) max limit to request ratio per \(what) is \(bound.text), but "
      guard let request = requests.amount(bound.name), request > 0 else {
        return text + "no request is specified or request is 0"
      }
      guard let limit = limits.amount(bound.name), limit > 0 else {
        return text + "no limit is specified or limit is 0"
      }
      let ratio = Double(limit) / Double(request)
      guard ratio * 1_000 > Double(bound.quantity.milli) else { return nil }
      return text + "provided ratio is \(Self.sixDecimals(ratio))"
    }
  }

  /// A positive number as C's `%f` writes it.
  private static func sixDecimals(_ number: Double) -> String {
    let millionths = Int64(Swift.min(number * 1_000_000, 1e18).rounded())
    let fraction = String(1_000_000 + millionths % 1_000_000).dropFirst()
    return "\(millionths / 1_000_000).\(fraction)"
  }
}

extension ResourceList.Entry {
  /// The amount as kubectl writes it.
  fileprivate var text: String { QuotaAmount.text(name, milli: quantity.milli) }

  /// What is said of a request or limit beyond this bound; the request comes first where both are
  /// too low, the limit where both are too high.
  fileprivate func excess(
    in text: String, request: Int64?, limit: Int64?, _ isBeyond: (Int64, Int64) -> Bool
  ) -> String? {
    let isLow = isBeyond(0, 1)
    let sides = [("request", request), ("limit", limit)]
    for (side, amount) in isLow ? sides : sides.reversed() {
      guard let amount, isBeyond(amount, quantity.milli) else { continue }
      return text + ", but \(side) is " + QuotaAmount.text(name, milli: amount)
    }
    return nil
  }
}
