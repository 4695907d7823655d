import Manifests
import SimulationKernel

/// The ConfigMaps and Secrets that exist, sorted by kind, namespace and name.
struct ConfigurationTable: Sendable {
  private var objects: [ConfigurationSpec] = []
  /// When each got the content that it has.
  private var changes: [SimTime] = []
  /// When any of them changed last.
  private(set) var latestChange = SimTime.zero

  /// Adds an object or replaces it.
  mutating func apply(_ object: ConfigurationSpec, at time: SimTime) {
    let index = index(object.kind, object.namespace, object.name)
    if isAt(index, object.kind, object.namespace, object.name) {
      if objects[index].content != object.content {
        changes[index] = time
        latestChange = time
      }
      objects[index] = object
    } else {
      objects.insert(object, at: index)
      changes.insert(time, at: index)
      latestChange = time
    }
  }

  /// Takes an object away and says whether there was one.
  ///
  /// Pods that run keep what they have, new containers miss it.
  mutating func remove(_ kind: ConfigurationKind, namespace: String, name: String) -> Bool {
    let index = index(kind, namespace, name)
    guard isAt(index, kind, namespace, name) else { return false }
    objects.remove(at: index)
    changes.remove(at: index)
    return true
  }

  /// Takes all objects of a namespace away that nothing keeps.
  mutating func removeAll(
    in namespace: String, unless isKept: (_ kind: String, _ name: String) -> Bool
  ) {
    let kept = objects.indices.filter {
      objects[$0].namespace != namespace
        || isKept(objects[$0].kind == .secret ? "Secret" : "ConfigMap", objects[$0].name)
    }
    changes = kept.map { changes[$0] }
    objects = kept.map { objects[$0] }
  }

  /// When the object of a reference changed last; nil where it does not exist.
  func lastChange(of reference: ConfigurationReference, in namespace: String) -> SimTime? {
    let index = index(reference.kind, namespace, reference.name)
    return isAt(index, reference.kind, namespace, reference.name) ? changes[index] : nil
  }

  /// How long software that reads the object of a reference serves on after SIGTERM.
  func lameduck(of reference: ConfigurationReference, in namespace: String) -> SimDuration {
    let index = index(reference.kind, namespace, reference.name)
    let exists = isAt(index, reference.kind, namespace, reference.name)
    return exists ? objects[index].lameduck : .zero
  }

  /// How many replicas a cluster-proportional-autoscaler that reads a ConfigMap asks for; nil where
  /// nobody has stated its content.
  func proportion(of name: String, in namespace: String) -> ClusterProportion? {
    let index = index(.configMap, namespace, name)
    return isAt(index, .configMap, namespace, name) ? objects[index].proportion : nil
  }

  /// Whether an object exists, with whatever keys.
  func has(_ reference: ConfigurationReference, in namespace: String) -> Bool {
    let index = index(reference.kind, namespace, reference.name)
    return isAt(index, reference.kind, namespace, reference.name)
  }

  /// What is missing for a reference, in the kubelet's words; nil if nothing is
  /// (pkg/kubelet/kubelet_pods.go makeEnvironmentVariables, MakePayload of pkg/volume/configmap and
  /// pkg/volume/secret).
  func problem(of reference: ConfigurationReference, in namespace: String) -> String? {
    guard !reference.isOptional else { return nil }
    let index = index(reference.kind, namespace, reference.name)
    guard isAt(index, reference.kind, namespace, reference.name) else {
      return "\(reference.kind.rawValue) \"\(reference.name)\" not found"
    }
    guard let key = reference.key, let keys = objects[index].keys, !keys.contains(key) else {
      return nil
    }
    if reference.volume != nil {
      return reference.kind == .secret
        ? "references non-existent secret key: \(key)"
        : "configmap references non-existent config key: \(key)"
    }
    let kind = reference.kind == .secret ? "Secret" : "ConfigMap"
    return "couldn't find key \(key) in \(kind) \(namespace)/\(reference.name)"
  }

  private func isAt(
    _ index: Int, _ kind: ConfigurationKind, _ namespace: String, _ name: String
  ) -> Bool {
    index < objects.count && objects[index].kind == kind && objects[index].namespace == namespace
      && objects[index].name == name
  }

  /// The first place that is not before an object.
  private func index(_ kind: ConfigurationKind, _ namespace: String, _ name: String) -> Int {
    var low = 0
    var high = objects.count
    while low < high {
      let middle = (low + high) / 2
      let object = objects[middle]
      if (object.kind, object.namespace, object.name) < (kind, namespace, name) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }
}
