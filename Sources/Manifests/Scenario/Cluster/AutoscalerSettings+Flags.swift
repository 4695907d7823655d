package import SimulationKernel

/// The cluster autoscaler's settings as its container's command line gives them.
extension AutoscalerSettings {
  /// Reads `--scale-down-unneeded-time=5m` and its like; flags that the twin does not know, and
  /// values that are none, change nothing.
  package init(commandLine words: [String]) {
    self.init()
    for word in words where word.hasPrefix("-") {
      let parts = word.drop { $0 == "-" }.split(separator: "=", maxSplits: 1)
      guard let name = parts.first else { continue }
      // Go's flag package takes a flag without a value for true.
      read(String(name), parts.count == 2 ? String(parts[1]) : "true")
    }
  }

  private mutating func read(_ name: String, _ value: String) {
    if let path = Self.durations[name] {
      if let time = DurationText.parse(value), time >= .zero { self[keyPath: path] = time }
    } else if let path = Self.switches[name] {
      if ["true", "1", "t"].contains(value.lowercased()) { self[keyPath: path] = true }
      if ["false", "0", "f"].contains(value.lowercased()) { self[keyPath: path] = false }
    } else if name == "expander" {
      expanders = value.split(separator: ",").compactMap { Expander(rawValue: String($0)) }
    } else if name == "scale-down-utilization-threshold" {
      if let share = Double(value), share >= 0 { utilizationThreshold = share }
    } else if name == "max-nodes-total" {
      if let count = Int(value), count >= 0 { maxNodesTotal = count }
    } else if name == "max-graceful-termination-sec" {
      if let seconds = Int64(value), seconds >= 0 { maxGracefulTermination = .seconds(seconds) }
    }
  }

  private static var durations: [String: WritableKeyPath<Self, SimDuration>] {
    [
      "scan-interval": \.scanInterval, "new-pod-scale-up-delay": \.newPodDelay,
      "scale-down-delay-after-add": \.delayAfterAdd,
      "scale-down-delay-after-delete": \.delayAfterDelete,
      "scale-down-delay-after-failure": \.delayAfterFailure,
      "scale-down-unneeded-time": \.unneededTime, "scale-down-unready-time": \.unreadyTime,
      "max-node-provision-time": \.maxProvisionTime, "max-pod-eviction-time": \.maxEvictionTime,
    ]
  }

  private static var switches: [String: WritableKeyPath<Self, Bool>] {
    [
      "balance-similar-node-groups": \.balancesSimilarPools, "scale-down-enabled": \.scalesDown,
      "ignore-daemonsets-utilization": \.ignoresDaemons,
      "skip-nodes-with-local-storage": \.skipsLocalStorage,
      "skip-nodes-with-system-pods": \.skipsSystemPods,
    ]
  }
}

extension ManifestSet {
  /// The command line of the cluster autoscaler among the Deployments; nil where there is none.
  package var autoscalerCommandLine: [String]? { commandLine(ofImage: "cluster-autoscaler") }

  /// How often metrics-server reads the kubelets (`--metric-resolution`, which is a minute where it
  /// is not given and at least ten seconds: kubernetes-sigs/metrics-server cmd options.go); nil
  /// where no Deployment runs it.
  package var metricsResolution: SimDuration? {
    guard let words = commandLine(ofImage: "metrics-server") else { return nil }
    let given = words.indices.compactMap { index -> SimDuration? in
      let parts = words[index].drop { $0 == "-" }.split(separator: "=", maxSplits: 1)
      guard parts.first == "metric-resolution" else { return nil }
      let text = parts.count == 2 ? String(parts[1]) : words[(index + 1)...].first
      return text.flatMap { DurationText.parse($0) }
    }
    return max(given.last ?? .minutes(1), .seconds(10))
  }

  private func commandLine(ofImage word: String) -> [String]? {
    let container = deployments.flatMap(\.template.spec.containers).first {
      $0.image.contains(word)
    }
    return container.map { $0.command + $0.args }
  }
}
