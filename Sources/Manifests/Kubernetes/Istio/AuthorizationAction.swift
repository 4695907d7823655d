/// What an authorization policy does with requests that match.
///
/// Source: istio.io security/v1 AuthorizationPolicy.Action.
package enum AuthorizationAction: String, EnumeratedField {
  /// Lets them through; everything else is denied.
  case allow = "ALLOW"

  /// Answers 403.
  case deny = "DENY"

  /// Records them.
  case audit = "AUDIT"

  /// Asks an external authorizer.
  case custom = "CUSTOM"

  /// What a value is called in messages.
  package static var noun: String { "action" }
}
