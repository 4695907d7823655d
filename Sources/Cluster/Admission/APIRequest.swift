/// What somebody asks of the API: a verb on a resource.
package struct APIRequest: Hashable, Sendable {
  /// Verb, as `patch`.
  package var verb: String
  /// API group; empty for the core group.
  package var group: String
  /// Resource with its subresource, as `deployments/scale`.
  package var resource: String
  /// Namespace; nil for resources without one.
  package var namespace: String?
  /// Name of the object; nil where none is named.
  package var name: String?
  /// Whether it names an object whose name is not known here, as that of a lease.
  package var hasUnknownName = false

  /// Makes a request.
  package init(
    _ verb: String, _ resource: String, group: String = "", namespace: String? = nil,
    name: String? = nil
  ) {
    self.verb = verb
    self.group = group
    self.resource = resource
    self.namespace = namespace
    self.name = name
  }

  /// The same with another verb; with a subresource, as `/scale`, of what it is about.
  func asking(_ verb: String, _ subresource: String = "") -> APIRequest {
    var request = self
    request.verb = verb
    request.resource += subresource
    return request
  }

  /// The same about an object whose name is not known.
  var ofUnknownName: APIRequest {
    var request = self
    request.name = nil
    request.hasUnknownName = true
    return request
  }

  /// `deployments.apps`, as the API server names it in a refusal, without the subresource
  /// (apiserver endpoints/handlers/responsewriters errors.go).
  var qualifiedResource: String {
    let name = resource.prefix { $0 != "/" }
    return group.isEmpty ? String(name) : "\(name).\(group)"
  }
}
