/// What was inferred about a platform: models for everything that had none.
package struct InferredModels: Sendable {
  /// Models of workloads without one.
  package var services: [ServiceModel] = []
  /// Given models as those of other workloads that run the same software behind the same Service.
  package var shared: [ServiceModel] = []
  /// Models of data systems without one.
  package var stores: [StoreModel] = []
  /// Users' paths; none where the platform came with journeys of its own.
  package var journeys: [Journey] = []
  /// A gentle load for every journey, the given ones included, where one was wanted.
  package var load: [LoadSpec] = []
  /// What was inferred from what, in the order of the manifests.
  package var findings: [InferenceFinding] = []

  /// Makes a result without anything in it.
  package init() {}

  /// Numbers that are guesses.
  package var guesses: Int { findings.reduce(0) { $0 + $1.guesses } }
  /// Numbers that are known of an image.
  package var catalogued: Int { findings.reduce(0) { $0 + $1.catalogued } }
}

/// One conclusion, and what it was drawn from.
package struct InferenceFinding: Sendable {
  /// What it is about: `shop/deployment/cart`, or `journey/NAME`.
  package let subject: String
  /// The conclusion as a sentence: "calls cart: environment variable CART_ADDR".
  package let text: String
  /// `given` where the manifests say so, else where the figures come from.
  package let source: FigureSource
  /// Where the manifests say so; the whole object where the figures are about it.
  package let span: SourceSpan
  /// The numbers that came with the conclusion; a law counts as one number.
  package let figures: [InferredFigure]

  /// Numbers that are guesses.
  package var guesses: Int { figures.count { $0.source == .guess } }
  /// Numbers that are known of an image.
  package var catalogued: Int { figures.count { $0.source == .catalogue } }
}

/// A number of an inferred model.
package struct InferredFigure: Sendable {
  /// Its place in the model: `startup.time`, `serve.cpu`.
  package let field: String
  /// Where it was published; nil for a guess.
  package let basis: String?

  /// Whether it is known or guessed.
  package var source: FigureSource { basis == nil ? .guess : .catalogue }
}

extension InferenceFinding {
  /// Something that the manifests say.
  init(_ subject: String, _ text: String, at span: SourceSpan) {
    self.init(subject: subject, text: text, source: .given, span: span, figures: [])
  }

  /// Numbers; they are of the catalog if any of them is.
  init(_ subject: String, _ text: String, at span: SourceSpan, figures: [InferredFigure]) {
    let isKnown = figures.contains { $0.source == .catalogue }
    self.init(
      subject: subject, text: text, source: isKnown ? .catalogue : .guess, span: span,
      figures: figures)
  }
}
