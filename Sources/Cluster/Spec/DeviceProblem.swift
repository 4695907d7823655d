import Manifests

/// Why the claims of devices of a template's pods get none (DynamicResourceAllocation).
///
/// The twin has no devices but those of ResourceSlices, which drivers write: where the manifests
/// have a slice, pods are placed without a look at it.
package enum DeviceProblem: Hashable, Sendable {
  /// A claim is not there and nobody makes it, so that the pod does not come to the scheduler
  /// (framework/plugins/dynamicresources PreEnqueue).
  case absentClaim
  /// A request of a claim is for a class of devices that there is not (PreFilter).
  case absentClass(request: String, name: String)
  /// No node has devices (Filter).
  case noDevices

  /// Why no node of a number takes the pod, in the words of FailedScheduling, with what PostFilter
  /// adds; nil where the pod does not come so far.
  func message(nodes: Int) -> String? {
    let reason: String
    switch self {
    case .absentClaim: return nil
    case .absentClass(let request, let name):
      reason =
        "request \(request): device class \(name) does not exist. no new claims to deallocate"
    case .noDevices: reason = "\(nodes) cannot allocate all claims. still not schedulable"
    }
    return "0/\(nodes) nodes are available: \(reason), preemption: 0/\(nodes) nodes are available: "
      + "\(nodes) Preemption is not helpful for scheduling."
  }
}

extension DeviceProblem {
  /// What keeps a pod's claims from a place in a platform; nil where nothing does.
  ///
  /// A claim that has an allocation, as in a dump, has its devices.
  init?(of pod: PodSpec, in namespace: String, _ manifests: ManifestSet) {
    var requests: [YAMLNode] = []
    for claim in pod.resourceClaims {
      let isMade = claim.resourceClaimName == nil
      let object = manifests.unknown.first {
        $0.group == Self.group && $0.kind == (isMade ? "ResourceClaimTemplate" : "ResourceClaim")
          && ($0.namespace ?? "default") == namespace
          && $0.name == claim.resourceClaimTemplateName ?? claim.resourceClaimName
      }
      guard let object else {
        self = .absentClaim
        return
      }
      let spec = isMade ? object.node["spec"]?["spec"] : object.node["spec"]
      requests += spec?["devices"]?["requests"]?.elements ?? []
    }
    guard !requests.isEmpty else { return nil }
    for request in requests {
      for choice in [request] + (request["firstAvailable"]?.elements ?? []) {
        let name = choice["deviceClassName"] ?? choice["exactly"]?["deviceClassName"]
        guard let name = name?.text,
          !manifests.unknown.contains(where: {
            $0.group == Self.group && $0.kind == "DeviceClass" && $0.name == name
          })
        else { continue }
        self = .absentClass(request: request["name"]?.text ?? "", name: name)
        return
      }
    }
    guard !manifests.unknown.contains(where: { $0.kind == "ResourceSlice" }) else { return nil }
    self = .noDevices
  }

  private static let group = "resource.k8s.io"
}
