package import Manifests

/// Webhooks that the API server asks, as one object of the API configures them.
package struct WebhookConfigurationSpec: Sendable {
  /// Name of the object.
  package var name: String
  /// Whether its webhooks may change what they are asked about: they are asked first, one by one.
  package var isMutating: Bool
  /// The webhooks.
  package var webhooks: [AdmissionWebhook]

  /// Makes a configuration.
  package init(name: String, isMutating: Bool, webhooks: [AdmissionWebhook]) {
    self.name = name
    self.isMutating = isMutating
    self.webhooks = webhooks
  }

  /// Kind of the object.
  var kind: String {
    isMutating ? "MutatingWebhookConfiguration" : "ValidatingWebhookConfiguration"
  }
}

extension Array where Element == WebhookConfigurationSpec {
  /// Sorts them as the API server asks them: by their names (apiserver
  /// pkg/admission/configuration MutatingWebhookConfigurationSorter).
  mutating func sortByName() {
    sort { $0.name == $1.name ? $0.isMutating && !$1.isMutating : $0.name < $1.name }
  }

  /// Writes configurations over those of the same kind and name.
  mutating func write(_ written: [WebhookConfigurationSpec]) {
    for spec in written {
      removeAll { $0.name == spec.name && $0.isMutating == spec.isMutating }
      append(spec)
    }
    sortByName()
  }
}
