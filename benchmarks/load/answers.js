// Many callers with think time. Each caller picks the kind of its next question by the mix, asks, and thinks.
// Settings come from the environment: TARGET, PROTOS, USERS, SECONDS, THINK_SECONDS, QUESTIONS (a JSON file), SUMMARY.
import { Client, Stream } from 'k6/net/grpc';
import { sleep } from 'k6';
import { SharedArray } from 'k6/data';
import { Counter, Trend } from 'k6/metrics';
import exec from 'k6/execution';

// Read once for all callers; each access copies one question only.
const questions = {};
for (const kind of ['hot', 'stored', 'unasked']) {
  questions[kind] = new SharedArray(kind, () => JSON.parse(open(__ENV.QUESTIONS))[kind]);
}
const thinkSeconds = Number(__ENV.THINK_SECONDS);
const kinds = ['l1', 'l2', 'fresh'];
const client = new Client();
client.load([__ENV.PROTOS], 'headrace/orchestrator/v1/orchestrator.proto');

const failed = new Counter('failed_calls');
const asked = {};
for (const kind of Object.keys(questions)) asked[kind] = new Counter(`asked_${kind}`);
const waits = {};
for (const kind of [...kinds, 'other']) {
  for (const wait of ['first_event', 'first_content', 'result']) {
    waits[`${kind}_${wait}`] = new Trend(`${kind}_${wait}`, true);
  }
}

export const options = {
  scenarios: {
    callers: {
      executor: 'ramping-vus',
      startVUs: 0,
      stages: [
        { duration: `${thinkSeconds}s`, target: Number(__ENV.USERS) },
        { duration: `${__ENV.SECONDS}s`, target: Number(__ENV.USERS) },
      ],
      gracefulStop: '60s',
      gracefulRampDown: '60s',
    },
  },
  summaryTrendStats: ['count', 'med', 'p(95)', 'p(99)', 'max'],
};

// 40 % of the questions are hot, 30 % are only in L2, 30 % were never asked.
function nextQuestion() {
  const dice = Math.random();
  const kind = dice < 0.4 ? 'hot' : dice < 0.7 ? 'stored' : 'unasked';
  asked[kind].add(1);
  return questions[kind][exec.scenario.iterationInTest % questions[kind].length];
}

export default function () {
  if (exec.vu.iterationInInstance === 0) {
    client.connect(__ENV.TARGET, { plaintext: true });
    sleep(Math.random() * thinkSeconds);
  }
  return ask(nextQuestion()).then(() => sleep(thinkSeconds * (0.5 + Math.random())));
}

function ask(question) {
  return new Promise((resolve) => {
    const began = Date.now();
    const seen = { served: 'fresh' };
    const stream = new Stream(client, 'headrace.orchestrator.v1.OrchestratorService/StreamAnswer');
    stream.on('data', (message) => note(seen, message, Date.now() - began));
    stream.on('error', (error) => {
      seen.failed = true;
      failed.add(1);
      console.error(`${error.code} ${error.message}`);
      resolve();
    });
    stream.on('end', () => {
      if (!seen.failed) settle(seen);
      resolve();
    });
    stream.write({ tenant_id: 'demo', property_id: question.property_id, question: question.text });
    stream.end();
  });
}

function note(seen, message, elapsed) {
  if (seen.first_event === undefined) seen.first_event = elapsed;
  if (message.cacheHit) seen.served = message.cacheHit.tier.replace('TIER_', '').toLowerCase();
  if ((message.partial || message.result) && seen.first_content === undefined) seen.first_content = elapsed;
  if (message.result) {
    seen.result = elapsed;
    seen.whole = message.result.answer.outcome === 'OUTCOME_ANSWERABLE';
  }
}

function settle(seen) {
  if (!seen.whole) {
    failed.add(1);
    console.error('the stream ended without an answer');
    return;
  }
  for (const wait of ['first_event', 'first_content', 'result']) waits[`${seen.served}_${wait}`].add(seen[wait]);
}

export function handleSummary(data) {
  return { [__ENV.SUMMARY]: JSON.stringify(data.metrics) };
}
