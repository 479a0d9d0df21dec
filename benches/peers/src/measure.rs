//! Turns, round by round.

use std::time::{Duration, Instant};

use matchbook_benches::workload::Drawn;
use matchbook_benches::{INPUTS, processor_time};

use crate::contender::{Asked, Turn};
use crate::question::{Meaning, Questions};

/// How many decisions are timed at once, at most: all questions.
const MOST: usize = INPUTS;

/// How long the timed decisions of a turn take, at most, where one doesn't take longer.
const TURN: Duration = Duration::from_millis(20);

/// How long all answers of a contender may take to be checked; then it is checked by fewer, but never fewer than [`LEAST_CHECKED`].
const CHECKING: Duration = Duration::from_secs(2);

/// How many answers are checked in any case.
const LEAST_CHECKED: usize = 64;

/// A contender in a measurement.
pub struct Entrant {
    /// Who.
    pub name: String,
    /// It.
    pub asked: Box<dyn Asked>,
}

/// What was measured of a contender: the medians of all rounds.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// Who.
    pub name: String,
    /// How many of its answers were checked for each way of drawing, at least.
    pub checked: usize,
    /// For each way of drawing.
    pub turns: Vec<(Drawn, Turn)>,
}

/// Checks a contender's answers by the workload's meaning: how many, or what is wrong.
///
/// # Errors
/// The first wrong answer.
pub fn check(entrant: &Entrant, meaning: &Meaning<'_>, questions: &Questions) -> Result<usize, String> {
    let begun = Instant::now();
    for number in 0..INPUTS {
        let steps = questions.get(number).steps;
        let (expected, answer) = (meaning.rule(steps), entrant.asked.answer(questions, number));
        if answer != expected {
            return Err(format!("{} finds {answer:?} for {steps:?}, where {expected:?} decides", entrant.name));
        }
        if number + 1 >= LEAST_CHECKED && begun.elapsed() > CHECKING {
            return Ok(number + 1);
        }
    }
    Ok(INPUTS)
}

/// What it takes to ask the clock.
fn clock() -> Duration {
    let mut times: Vec<Duration> = (0..1_001)
        .map(|_| {
            let start = processor_time();
            processor_time().saturating_sub(start)
        })
        .collect();
    times.sort_unstable();
    times[times.len() / 2]
}

/// Checks all entrants, and times them by turns: at least `least` rounds and at most `most`, and no more once `enough` time is over.
///
/// # Errors
/// The first wrong answer of an entrant.
pub fn measure(
    entrants: &[Entrant],
    meaning: &Meaning<'_>,
    questions: &[Questions],
    (least, most, enough): (usize, usize, Duration),
) -> Result<Vec<Measured>, String> {
    let clock = clock();
    let mut measured = Vec::new();
    let mut counts = Vec::new();
    for entrant in entrants {
        let checked: Result<Vec<usize>, String> = questions.iter().map(|questions| check(entrant, meaning, questions)).collect();
        measured.push(Measured { name: entrant.name.clone(), checked: checked?.into_iter().min().unwrap_or(0), turns: Vec::new() });
        let first = entrant.asked.turn(&questions[0], 0, 8, clock);
        let fits = (TURN.as_secs_f64() * 1e9 / first.deciding.max(1.0)) as usize;
        counts.push(fits.clamp(1, MOST - 1).next_power_of_two().clamp(2, MOST));
    }
    let mut turns: Vec<Vec<Vec<Turn>>> = vec![vec![Vec::new(); questions.len()]; entrants.len()];
    let mut nexts = vec![0; entrants.len()];
    let begun = Instant::now();
    for round in 0..most {
        if round >= least && begun.elapsed() > enough {
            break;
        }
        // Another one begins each round: equal data of two contenders are one in the program, and who comes first finds them cold.
        for place in 0..entrants.len() {
            let position = (round + place) % entrants.len();
            let entrant = &entrants[position];
            let count = counts[position];
            for (drawn, questions) in questions.iter().enumerate() {
                turns[position][drawn].push(entrant.asked.turn(questions, nexts[position], count, clock));
            }
            nexts[position] += count;
        }
    }
    for (measured, turns) in measured.iter_mut().zip(turns) {
        measured.turns = questions.iter().zip(&turns).map(|(questions, turns)| (questions.drawn, median(turns))).collect();
    }
    Ok(measured)
}

/// The middle of each figure.
fn median(turns: &[Turn]) -> Turn {
    let middle = |figure: fn(&Turn) -> f64| {
        let mut figures: Vec<f64> = turns.iter().map(figure).collect();
        figures.sort_by(f64::total_cmp);
        figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
    };
    Turn { converting: middle(|turn| turn.converting), deciding: middle(|turn| turn.deciding) }
}
