/// Something that a reader of the results must know: what was inferred, guessed, not modelled.
package struct RunNote: Sendable {
  /// What sort of note it is.
  package enum Kind: String, Sendable, CaseIterable {
    /// A model or number that was derived from the manifests.
    case inferred
    /// A number that is a guess.
    case guess
    /// Something that was read but has no effect in the simulation.
    case notModelled = "not-modelled"
    /// A run that left the domain in which a model was validated, or anything else to beware of.
    case warning
  }

  /// What sort of note it is.
  package var kind: Kind
  /// What it is about: a model, a field, a file.
  package var subject: String
  /// The sentence.
  package var text: String

  /// Makes a note.
  package init(kind: Kind, subject: String, text: String) {
    self.kind = kind
    self.subject = subject
    self.text = text
  }
}
