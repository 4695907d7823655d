extension PullPolicy {
  /// The policy of a container that states none: `Always` for the tag `latest` or no tag.
  ///
  /// Source: Kubernetes pkg/apis/core/v1/defaults.go SetDefaults_Container. A reference with a
  /// digest has no `latest` tag.
  package init(defaultFor image: String) {
    let hasDigest = image.contains("@")
    let tag = image.split(separator: "/").last?.split(separator: ":").dropFirst().last
    self = !hasDigest && (tag == nil || tag == "latest") ? .always : .ifNotPresent
  }
}
