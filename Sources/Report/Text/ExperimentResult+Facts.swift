import Results

extension ExperimentResult {
  /// How many numbers are guesses, as a sentence: numbers that were inferred, and those of models
  /// that say so themselves.
  var guesses: String {
    let guesses = notes.filter { $0.kind == "guess" }
    let models = guesses.count { $0.text.hasSuffix("guesses") }
    return NumberText.guesses(guesses.count - models, models: models)
  }

  /// How much was simulated: all of it, or what a run did before it ended early.
  var length: String {
    let whole = NumberText.seconds(experiment.duration)
    return simulatedSeconds < experiment.duration
      ? "\(NumberText.seconds(simulatedSeconds)) of \(whole) simulated" : "\(whole) simulated"
  }

  /// The runs' seeds, the first of them where they are many.
  var seeds: String {
    let shown = runs.prefix(6).map { $0.seed.description }.joined(separator: ", ")
    return (runs.count == 1 ? "seed " : "seeds ") + shown + (runs.count > 6 ? ", …" : "")
  }

  /// What makes the whole experiment doubtful, in sentences.
  var doubts: [String] {
    var found: [String] = []
    if endedInWarmUp { found.append("the warm-up was not over at the end: nothing is measured") }
    if journeys.isEmpty { found.append("there is no load: nobody asked anything") }
    if let settled = experiment.warmUpFound, settled > experiment.warmUp {
      found.append(
        "the run settles only after \(NumberText.seconds(settled)) (MSER-5); "
          + "warmUp is \(NumberText.seconds(experiment.warmUp))")
    }
    return found
  }
}
