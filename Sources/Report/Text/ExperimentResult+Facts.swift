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
}
