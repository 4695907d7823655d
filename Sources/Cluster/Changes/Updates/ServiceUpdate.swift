import Manifests

/// A Service keeps its cluster IP, and stays headless or not; a file that names none keeps what is
/// there (pkg/apis/core/validation ValidateServiceUpdate; pkg/registry/core/service/strategy.go
/// patchAllocatedValues).
struct ServiceUpdate: UpdateRule {
  var kinds: [String] { ["Service"] }

  func problem(from old: YAMLNode, to new: YAMLNode) -> String? {
    let isExternal = [old, new].contains {
      $0.value(at: ["spec", "type"])?.text == "ExternalName"
    }
    guard !isExternal, let wanted = new.value(at: ["spec", "clusterIP"])?.text, !wanted.isEmpty,
      wanted != old.value(at: ["spec", "clusterIP"])?.text
    else { return nil }
    return "spec.clusterIPs[0]: Invalid value: [\"\(wanted)\"]: may not change once set"
  }
}
