package import Manifests

/// The PriorityClass of the pods that name none: a second one is refused
/// (plugin/pkg/admission/priority validatePriorityClass).
package enum DefaultPriorityRule {
  /// Why the API server refuses an object; nil where it does not.
  ///
  /// - Parameters:
  ///   - earlier: the objects that are there.
  ///   - preceding: those that kubectl writes before it.
  package static func problem(
    of document: ManifestDocument, among earlier: [ManifestDocument],
    after preceding: ArraySlice<ManifestDocument> = []
  ) -> String? {
    guard isDefault(document) else { return nil }
    let others =
      earlier.filter { old in !preceding.contains { $0.isSameObject(as: old) } } + preceding
    let known = others.first { isDefault($0) && !$0.isSameObject(as: document) }
    return known.map {
      "priorityclasses.scheduling.k8s.io \"\(document.name)\" is forbidden: PriorityClass "
        + "\($0.name) is already marked as default. Only one default can exist"
    }
  }

  private static func isDefault(_ document: ManifestDocument) -> Bool {
    document.kind == "PriorityClass" && document.group == "scheduling.k8s.io"
      && document.node["globalDefault"]?.isTrue == true
  }
}
