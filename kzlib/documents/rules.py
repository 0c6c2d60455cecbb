"""What gives away a line that is not the article's: one rule a kind of line, each with its explanation.

A rule sees one line.  What only the neighbourhood shows (a caption in a row, a menu, the end of the page) is in
:mod:`kzlib.documents.clean`.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Rule(NamedTuple):
    """A kind of line: ``name`` is what ``--explain`` shows, ``why`` says what it means."""

    name: str
    why: str
    starts: re.Pattern[str]  # what such lines begin with
    anywhere: re.Pattern[str] | None  # what stands in them …
    triggers: tuple[str, ...]  # … and never without one of these pieces: most lines need no further look

    def fits(self, line: str, lowered: str) -> bool:
        """Whether a line is of this kind; ``lowered`` is the line in lower case."""
        if self.starts.match(line):
            return True
        if self.anywhere is None or not any(piece in lowered for piece in self.triggers):
            return False
        return self.anywhere.search(line) is not None


def _rule(name: str, why: str, *patterns: str, triggers: str = "") -> Rule:
    parts = [part for pattern in patterns for part in _alternatives(pattern)]
    starts = [part for part in parts if part.startswith("^")]
    anywhere = [part for part in parts if not part.startswith("^")]
    if anywhere and not triggers:
        raise ValueError(f"rule {name!r} looks anywhere in a line but names no triggers")
    return Rule(
        name,
        why,
        re.compile("|".join(starts) or r"(?!)", re.I),
        re.compile("|".join(anywhere), re.I) if anywhere else None,
        tuple(triggers.split("|")) if triggers else (),
    )


def _alternatives(pattern: str) -> list[str]:
    """A pattern's alternatives at the top level: it is cut at each ``|`` outside brackets."""
    parts, depth, inside, start, i = [], 0, False, 0, 0
    while i < len(pattern):
        char = pattern[i]
        if char == "\\":
            i += 1
        elif inside:
            inside = char != "]"
        elif char == "[":
            inside = True
            i += pattern[i + 1 : i + 2] in ("^", "]")
        elif char in "()":
            depth += 1 if char == "(" else -1
        elif char == "|" and not depth:
            parts.append(pattern[start:i])
            start = i + 1
        i += 1
    return [*parts, pattern[start:]]


# --- after these lines nothing of the article comes any more -------------------------------------------------------
AUTHOR = re.compile(r"author|авто[рг]|^(about|über|sobre) ", re.I)
COMMENTS = re.compile(
    r"comment|\brepl(y|ies)|respon|discuss|комментари|комментировать|обсу(дить|ждение)|пікір|e-?mail address will not|fill in your",
    re.I,
)
TAIL = _rule(
    "end of page",
    "a heading under which pages put comments, teasers or forms; nothing of the article follows",
    r"^(leave|post|add|write|submit) (a|your) (reply|comment)s?\b",
    r"^(join|start) the (discussion|conversation)\W*$",
    r"^(\d+ )?(reader |all |view |show |load |see )*comments?( ?\(?\d*\)?| are closed| section| on this story)?\W*$",
    r"^(\d+ )?(responses?|thoughts|comments?|replies) (to|on) [“\"«]",
    r"^(no|\d+) (comments?|responses?|replies)( yet)?\W*$",
    r"^(related|more|recommended|similar|popular|trending|latest|recent|featured|top|other)"
    r"( \w+){0,3} (articles?|stories|posts?|news|content|reads?|coverage|headlines|features|links|topics|videos?)\W*$",
    r"^(you (may|might) (also )?(like|be interested in)|most (read|popular|viewed|shared|commented)|"
    r"(read|up) next|trending( now)?|recommended( for you)?|editor.?s.? (picks?|choice)|more (from|on|in|about) \S.{0,40}|"
    r"(what|stories)('s| is|) (you|we)('re| are) reading|popular now|currently reading|don.t miss|also (read|on) .{0,30}|"
    r"from (the|around) (web|our partners|elsewhere).{0,30}|sponsored (content|links|stories)|promoted.{0,20}|around the web)\W*$",
    r"^(about|über) the authors?\W*$|^(about|über|sobre|об авторе|автор туралы):? [A-ZА-ЯЁ]\S+( [A-ZА-ЯЁ]\S+){1,2}$|^об авторе\W*$",
    r"^comments? from the forums?\W*$|^join our .{0,40}(forum|discussion)|^atenção|^deixe (um|uma) (comentário|resposta)",
    r"^(fill in your details below|your e-?mail address will not be published|required fields are marked)",
    r"^(комментари[йи]|комментировать|оставить комментарий|написать комментарий|обсудить|обсуждение)(\W*\d*\W*)$",
    r"^(читайте также|читать также|по теме|похожие (новости|статьи|материалы)|другие (новости|материалы)|"
    r"(последние|главные|новые|популярные|свежие|лучшие) (новости|статьи|материалы|публикации|записи)|самое (читаемое|популярное|интересное)|"
    r"(популярное|рекомендуемое|рекомендуем|новости партн[её]ров|партн[её]рские материалы|вам может (быть интересно|понравиться)|"
    r"еще по теме|ещё по теме|лента новостей|сейчас читают|больше новостей))\W*$",
    r"^(пікір(лер)?( қалдыру)?|пікір жазу|түсініктеме(лер)?)(\W*\d*\W*)$",
    r"^(тағы (да )?оқыңыз(дар)?|(соңғы|басқа|ұқсас|өзекті|танымал|тағы да|қатысты) (жаңалықтар|материалдар|мақалалар)|көп оқылған(дар)?|"
    r"ең көп оқылғандар|оқи отырыңыз|қазір оқып жатыр|тақырып бойынша)\W*$",
    r"^(spelling error report|following text will be sent)\W*",
)

RULES: tuple[Rule, ...] = (
    _rule(
        "embed",
        "a player, a tweet or another embedded thing left its label",
        r"^(twitter|facebook|instagram|youtube|tiktok|telegram|video|audio|tweet|post)? ?embed(ded)?( (tweet|post|video|content|share))*\W*$",
        r"^view this (post|photo|video) on |^a post shared by |^(watch|play) (the )?(video|live|now)\W*$|^advertisement\W*$",
        r"no (compatible|media) source|not supported by your browser|(enable|requires?|supports?|without|disabled) (html5|javascript|cookies|adobe flash)|(html5|javascript) (is|must)|pop-?out player",
        r"the (code|url) has been copied to your clipboard|^the iframe|^(direct|mp4|mp3)? ?(link|download)s?\W*$",
        r"^auto(\W+\d{3,4}p)*\W*$|^\d{3,4}p( \|.*)?$|^\d+x\d+ image\W*$",
        r"^(реклама|advert(isement)?s?|sponsored|жарнама|skip ad|close ad|ad|ads by .{0,20}|story continues below.{0,20}|"
        r"(article|story) continues (after|below).{0,30})\W*$",
        r"^(click|tap) here\b.{0,80}$|media playback is|^media caption|^back to gallery",
        r"не поддерживает(ся)? .{0,40}(видео|html|браузер)|ваш браузер|браузеріңіз",
        triggers="source|browser|html5|javascript|cookies|flash|player|clipboard|playback|поддерж|браузер",
    ),
    _rule(
        "see also",
        "a pointer to another article",
        r"^\W*(see|read|watch|listen|hear|learn)( \w+)? ?(also|more|now|next|next up|on|here|full story|it here)?\s*(:|>|»|→|\|\|)",
        r"^\W*(see also|read also|also read|also see|read more|read next|more here|more on this|related|related (story|article|stories|reading|content|video)|"
        r"recommended|in pictures|explained|must read|editor.s note|currently reading|previously|to note|background)\s*[:：|»>–—]",
        r"^\W*(read|see|view|show|load|continue|find out|learn|click|tap)( the| our| here)?( full)?( \w+)? "
        r"?(more|also|story|article|reading|here|less|all)\W*(here|below|now|stories|posts|articles)?\W*$",
        r"^\W*(читайте|читать|смотрите|смотри|слушайте|подробнее|см\.)( \w+)?( также| ещ[её]| далее| по теме| подробнее)?\s*[:：»>–—(]",
        r"^\W*(читайте также|читать далее|подробнее|продолжение|по теме|материал по теме|ранее по теме|еще по теме|смотрите также)\b.{0,4}$",
        r"^\W*(тағы (да )?оқы\w*|(сондай-ақ|оқи отыр\w*|толығырақ|тағы қара\w*|осы тақырып\w*|тақырыпқа орай)( \w+)?)\s*[:：»>–—]",
        r"^\W*(тағы (да )?оқыңыз|толығырақ|оқи отырыңыз|толығырақ оқу|жалғасы)\W*$",
        r"^\[[^\]]{4,200}\]$|^(next|previous|prev|далее|назад|алдыңғы|келесі)( \w+)?\W*$|^\W*(continue reading|keep reading)\b",
    ),
    _rule(
        "photo line",
        "a caption or a credit of a picture",
        r"(?<=[a-z.)])(Photo|Credit|Image|Photograph|Caption)s?( credit| by)?:\s*\S.{0,60}$",
        r"^\W*(photo|photos|photograph|picture|pictures|image|images|illustration|graphic|video|screenshot|screengrab|credit)[)\]}]?\s*(by|credits?|courtesy( of)?|:|/|©|\|)\s*\S.{0,120}$",
        r"[\s(\[{.|](photo|photos|photograph|picture|pictures|image|illustration|screenshot|credit|(cover|archive|file|courtesy|stock|photo|image|picture) (photo|image|credit))"
        r"[)\]}]?\s*(credits?|courtesy of|:|©)\s*:?\s*((?-i:[A-ZА-ЯЁ«“@©]).{0,80}|\S+(\s\S+){0,4})$",
        r"^(photo|image|picture|video|screenshot)s? (courtesy|credit|by|via|from|taken)\b.{0,80}$",
        r"(^|[\s(\[|.])(фото|фотография|фотографии|сурет|суреттер|фотосы|коллаж|иллюстрация|инфографика|скриншот|кадр|обложка|фото на обложке|"
        r"(фото|видео|скриншот) (из|с|со) .{0,40})\s*(:|/|©|\|)\s*(?-i:[A-ZА-ЯЁӘҒҚҢӨҰҮҺІa-z«“@©]).{0,80}$",
        r"^(фото|сурет|суретте|на фото|фото из|фото с|көрнекі|иллюстративное|архивное)\b.{0,60}(?<![.!?])$",
        r"\b(getty images?|shutterstock|istock|depositphotos|unsplash|pixabay|freepik|flickr|wikimedia commons|epa-efe|ap photo|"
        r"via (getty|ap|reuters|afp|zuma|wikimedia|flickr)|reuters/\w+ \w+|/(ap|afp|reuters|epa|tass|getty|efe|xinhua|ria novosti))\b.{0,50}$",
        r"^\W*(©|\(c\)|copyright)\s(?!\d{4}|.*rights).{0,120}$|\((photo|image|picture|ap photo|file|credit|фото|сурет)\b[^)]{0,120}\)$",
        r"^(toggle|hide|enlarge) (caption|this image)|^(caption|image caption|image source|image copyright|media caption|enlarge( this)?( image)?)\b.{0,120}$",
        r"^[^.!?]{0,160}\b[\w-]+\.(kz|com|org|net|ru|info|asia|tm|uz)\b[^.!?]{0,40}\d{4}-\d{2}-\d{2}[ t]\d{2}:\d{2}[^.!?]{0,40}$",
        r"^(image|photo|picture|gallery|slideshow|photos|images|фото|фотогалерея|галерея|сурет)\W*(\d+ (of|/|из) \d+)?\W*$",
        triggers="photo|credit|image|caption|picture|illustration|screenshot|фото|сурет|коллаж|иллюстрац|инфограф|скриншот|кадр|обложк|getty|shutterstock|istock|unsplash|pixabay|freepik|flickr|wikimedia|epa|via |reuters|/ap|/afp|/tass|/efe|/xinhua|/ria",
    ),
    _rule(
        "share or follow",
        "buttons and calls to share, follow, subscribe or donate",
        r"^\W*(please )?(share|tweet|like|follow|print|save|e-?mail|forward|pin|bookmark|copy)( (this|us|on|it|via|to|by|the|our|link|article|story|page|post|"
        r"facebook|twitter|x|linkedin|whatsapp|telegram|instagram|email|e-mail|news|google|friend|reddit|pinterest|pocket|article|options|through))*\W*$",
        r"\b(follow|join|find|like|connect with) (us|me|our \w+)( \w+)? (on|via|at|in) "
        r"(\w+ )?(facebook|twitter|x\b|linkedin|instagram|telegram|whatsapp|youtube|google|tiktok|threads|bluesky|mastodon)",
        r"^\W*(subscribe|sign up|sign in|log in|register|donate|become a (member|patron)|join (us|now|our))\b.{0,140}$",
        r"\b(sign up (for|to)|subscribe to) (our|the|my|your)( \w+){0,4} (newsletter|e-?mails?|updates|channel|digest|alerts|briefing|podcast)",
        r"^(stay (up to date|informed|tuned)|get (breaking|the latest|access|all the|more|our|your)|keep an eye on|thanks for (signing|subscrib)|let our|"
        r"you (have|.ve) success?fully|no,? thanks?\b|every day we send|want more|i agree that|enter your|by (signing|subscribing|clicking|submitting)|"
        r"please (check|confirm|try|provide|select)|an? (e-?mail|error|activation) (with|has|link)).{0,160}$",
        r"^.{0,120}\b(your|our|my) (inbox|newsletters?|mailing list|app)\b.{0,60}$|^.{0,40}\bnewsletters?\W*$",
        r"(^|[.!?] )(support (our|independent|quality)( \w+)? (work|journalism|reporting|us)|help us (keep|continue)|make a (donation|contribution)|your (support|gift|tax deductible|donation))\b.{0,120}$",
        r"^\W*(подпи(шись|шитесь|сывайтесь|сывайся|саться|ска)|поделить?(ся|есь)|следите за|присоединяйтесь|вступайте|поддержите|поддержать)\b.{0,160}$",
        r"^\W*(жазылыңыз|бөлісу|бөлісіңіз|тіркеліңіз|қолдау көрсет\w*)\b.{0,120}$|\b(каналымызға|парақшамызға|арнамызға)\b.{0,60}(жазыл|тіркел|қосыл)",
        r"(наш|нашем|нашу|в)\s.{0,20}(telegram|телеграм|инстаграм|whatsapp|youtube|канал|рассылк)\w*.{0,60}(подпис|читайте|следите)|"
        r"(читайте|смотрите|следите)( за)? нас\w*( \w+)? (в|на) .{0,40}$|хотите (связаться|поделиться|прислать|получать)",
        r"^(рассказать|рассказать другу|отправить другу|расскажите друзьям|tell a friend|достарыңмен бөліс\w*)\W*$",
        triggers="follow|join|find|like|connect|sign up|subscribe|support|help us|make a|your |каналымызға|парақшамызға|арнамызға|telegram|телеграм|инстаграм|whatsapp|youtube|канал|рассылк|нас|хотите",
    ),
    _rule(
        "copyright",
        "a notice about rights, republication, cookies or the site's address",
        r"all rights reserved|©\s*(copyright|\d{4}|[A-ZА-Я])|copyright (©|\(c\)|\d{4})|^.{0,70}(terms (of|and|&) (use|service|conditions)|privacy policy|cookie (policy|settings)).{0,50}$|"
        r"(make|place|with|include|an?) active (hyper)?links?|when using (the )?(our )?materials|(re)?print(ed|ing) (is )?(only )?(prohibited|allowed|with permission)|"
        r"subject to copyright|no part may be reproduced|reproduction .{0,60}(prohibited|permission|without)|may not be (published|reproduced|redistributed)|republish (this|our) (article|stor)",
        r"все права защищены|барлық құқық\w* (қорғалған|сақталған)|(активн\w+|гипер)\s?-?ссылк\w+|при (использовании|перепечатке|цитировании|копировании)( \w+){0,3} (материал|информаци|текст|публикаци|ссылк)\w*|"
        r"(перепечатка|использование|копирование)( \w+){0,2} (материал|текст|информаци)\w*.{0,80}(ссылк|разреш|запрещ|допуска|возможн)|материалдарды (пайдалан|көшір)\w*|сілтеме (жаса|бер|міндетті)\w*",
        r"(опечатк|ошибк)\w*.{0,60}(выделите|ctrl|enter)|(spelling|typo|error|mistake)\w*.{0,80}(ctrl ?\+ ?enter|select(ing)? (the|that) text)|ctrl ?\+ ?enter",
        triggers="rights|©|copyright|terms|privacy|cookie|active|materials|print|no part|reproduc|may not be|republish|права|құқық|ссылк|при |перепечатк|использован|копирован|материалдарды|сілтеме|опечатк|ошибк|spelling|typo|error|mistake|ctrl",
    ),
    _rule(
        "cookie notice",
        "a banner about cookies, tracking or consent",
        r"\b(we|site|website|page|partners)\b.{0,60} uses? (of )?(cookies|tracking)|(consent|agree) to (our|the) .{0,40}(cookies|privacy|terms|processing)|"
        r"(we|our partners) (value|respect|care about) your privacy|(сайт|мы)\b.{0,40} использу\w+ (файлы )?(cookie|куки)|сайт\w* .{0,40}cookie\b.{0,30}қолдан",
        triggers="cookie|tracking|privacy|consent|agree to|куки",
    ),
    _rule(
        "form",
        "a field, a prompt or a message of a comment or login form",
        r"^(name|e-?mail|website|comment|message|username|password|search|submit|send|cancel|captcha|first name|last name|phone|subject)( address)?\s?(\*|\(required\)|:)?\W*$",
        r"(must|need to|icon to|have to) (be logged in|log ?in)\b|log ?(in|out) (with|/)|you are commenting using|connecting to %s|notify me of|save my name|\(address never made public\)|"
        r"lost your password|forgot(ten)? (your )?password|please (enter|log in|sign in|enable)|this (field is required|site (uses|requires) )|click an icon",
        r"^(facebook|google\+?|twitter|wordpress\.com|gravatar) (photo|logo|account)\W*$|logged in as|^(имя|почта|логин|пароль|войти|регистрация|"
        r"отправить|аты-жөні|кіру|тіркелу|іздеу|поиск|найти|отмена|ответить|reply|жауап беру)\s?\*?\W*$",
        triggers="log|commenting|connecting|notify|save my|made public|password|please|this |click",
    ),
    _rule(
        "credit line",
        "who reported, edited, translated or provided the text",
        r"^\W*((additional |with )?(reporting|editing|writing|compiled|translated|translation|edited|production) (by|from)\b.{3,200})$",
        r"^.{3,120}\bcontributed (reporting )?to this (report|story|article)\W*$|^provided by .{3,60}$",
        r"^(перевод(чик)?|редактор|корректор|перевел[аи]?|под редакцией|подготовил[аи]?|аударған|редакторы?|әзірлеген|дайындаған)\s*[:–—-]?\s.{3,80}$",
    ),
    _rule(
        "republication note",
        "where the text was published first",
        r"^(this|an? (earlier )?version of this|the) (article|story|post|piece|text|report|material)s? .{0,80}\b(originally|first (published|appeared)|re-?published|reprinted)\b.{0,300}$",
        r"^(originally|first) (published|appeared|posted) (in|on|by|at)\b.{0,200}$|^re-?(published|printed) (with|from|by)\b.{0,200}$",
        r"^(этот|данный|эта|данная) (текст|материал|статья|публикация|интервью|репортаж)\w* .{0,60}(впервые|изначально|первоначально|перепечат|опубликован)\w*.{0,200}$|^(перепечатано|впервые опубликовано)\b.{0,200}$",
    ),
    _rule(
        "project note",
        "who paid for or prepared the publication, and whose opinions it holds",
        r"^(this|the) (article|material|story|publication|text|piece|interview|podcast|analysis)s? .{0,60}(prepared|produced|published|created|made|written)"
        r" (as part of|within|in|under|with|thanks).{0,160}(project|support|programme|program|grant|fund)",
        r"(opinions?|views?|contents?) (expressed|of the authors?|and opinions|of this).{0,160}\bnot\b.{0,20}(necessarily|reflect|represent)|"
        r"(opinions?|views?) expressed .{0,60}(are|is) (the authors?'?s?|his|her|their|those of)",
        r"(мнени\w+|точк\w+ зрения) (автор|редакц|колумнист|собеседник)\w*.{0,80}не (обязательно )?(совпада|отража)",
        r"^(этот |данный )?(материал|текст|статья|публикация)\w* .{0,40}подготовлен\w* (в рамках|при (поддержке|содействии))",
        r"автордың пікірі.{0,40}редакция|редакция\w* (көзқарас|пікір|ұстаным)\w*.{0,40}(сәйкес|білдірме)",
        triggers="project|support|program|grant|fund|opinion|view|content|мнени|точк|подготовлен|автордың|редакция",
    ),
    _rule(
        "service line",
        "an interface text: accessibility, navigation, language switch, font sizes, dates of the site",
        r"^(accessibility( links)?|skip to (main )?(content|navigation|search)|skip (link|ad)s?|breaking news|back to (top|home)( button)?|go to top|show more|show less|"
        r"load more|view all|see all|more|menu|home|main menu|close|open|toggle .{0,20}|top|print|tags?|search .{0,20}|live|latest|overview|previous|next|listen|"
        r"полная версия( сайта)?|мобильная версия( сайта)?|толық нұсқа\w*|(to )?(main|full) (version|site)( of the site)?|expand|collapse|loading\W*|overlay|share this .{0,20}|jump to .{0,30}|navigation|keywords?)\W*$",
        r"^\W*(xs|sm|md|lg|xl)(\W+(xs|sm|md|lg|xl))*\W*$|^\W*[aа][+–-]?(\W+[aа][+–-]?)+\W*$|^\d+ ?(min(ute)?s?|мин\w*)( to)? (read|чтения|оқу)\W*$|"
        r"^(reading time|estimated|время чтения|оқу уақыты)\b.{0,40}$|^(none|null|undefined|nan)$",
        r"^(қаз|рус|eng|kaz|rus|kz|ru|en|kk|uz|qaz|ққ|қазақша|русский|english|на русском|o‘zbek|中文|العربية|тілі?)(\W+(қаз|рус|eng|kaz|rus|kz|ru|en|kk|uz|qaz|cn|zh|"
        r"қазақша|русский|english|на русском|по-русски|中文|ўзбекча|кыргызча|قازاقشا|tr|ar|oz|ўз))*\W*$",
        r"^(на )?(русск\w+|казахск\w+|english|kazakh|russian|қазақ тілінде\w*|орыс тілінде\w*|in english|по-русски)( язык\w*| версия| version|ше)?\W*$",
        r"^(tags?|topics?|keywords?|filed under|categor(y|ies)|posted in|in this (story|article)|more on|теги|тэги|метки|ключевые слова|рубрик[аи]|тегтер|тақырыптар|"
        r"кілт сөздер|source|sources?|via|источник|дереккөз|original|ссылка)\s*:.{0,200}$",
        r"^(главная|бас бет|все (рубрики|новости|категории|материалы)|барлық (жаңалықтар|айдарлар)|наверх|вверх|меню|мәзір|закрыть|жабу|распечатать|версия для печати|"
        r"скопировать ссылку|тыңдау|слушать|показать (ещ[её]|больше)|загрузить ещ[её]|новости|жаңалықтар|эксклюзив|авторлар|авторы)\W*$",
        r"^(просмотр\w*|қаралым\w*|қаралды|views?|hits?|көрілді|показ\w*|прочитано|оқылды)\W*\d[\d\s.,kк]*\W*$|^\W*\d[\d\s.,kк]*\s*(просмотр\w*|қаралым\w*|рет қаралды|"
        r"views?|shares?|comments?|комментари\w*|likes?|рет оқылды|пікір)\W*$",
    ),
)

# A line of numbers, currencies and weather; "(9/3 – 125)"; a mere counter.
NUMBERS = _rule(
    "numbers",
    "a counter, a rate, a temperature or another line without words",
    r"^[\W\d_]+$",
    r"^([\w ,.–-]{0,40}\s)?\(\s*\d{1,4}\s?/\s?\d{1,4}\s*[–—-]\s*\d[\d.,]*\s*\)$",
    r"^(?:[\W\d]|usd|eur|rub|rur|cny|kzt|gbp|brent|btc|kgs|uzs|tjs|tmt|доллар|евро|рубль|юань|тенге|тг)+$",
    r"^([\w-]{3,20}\W+)?[+−–-]?\d{1,2}\s?(°|º|…)\s?[cс]?\W*.{0,20}$",
    r"^\d+[\d.,\s]*[kкm]?$",
)

BYLINE = re.compile(
    r"^\W*(?:written\s+by|reported\s+by|story\s+by|text\s+by|posted\s+by|published\s+by|by|authors?|автор(?:ы|\s+текста)?|авторы|материал\s+подготовил[аи]?|"
    r"текст|журналист|корреспондент|авторы?:?|автор(?:лар)?ы?)\s*(?P<colon>[:：–—-])?\s*(?P<name>[^\d@|,:;()]{4,60}?)"
    r"(?:\s*(?:,|\||\bin\b|\bon\b|[–—•·]|\bfor\b|\bспециально\b|\().{0,80})?$",
    re.I,
)
# "Jane Doe Jun 24, 2021", "Жанна Примерова, фото автора": a name that a date or a photographer follows.
NAMED = re.compile(
    r"^(?!By\b|Written|Автор|Text|Текст)(?P<name>(?:[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][\w.’'-]+\s+){1,3}[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][\w.’'-]+?)(?:\s*[,|•·]?\s*"
    r"(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*\.? \d{1,2},? \d{4}|\d{1,2}[ .][\w.]+[ .]\d{4}).{0,20}|,?\s+(?:фото|photos?)\b.{0,60})$"
)
SIGNED = re.compile(
    r"^\s*(?:--+|—|–)\s*(?:with (?:reporting|additional reporting) by |by )?(?P<name>[^\d@|:;().!?]{4,80})\.?$",
    re.I,
)
# A person's name: two to four capitalised words, the way bylines and signatures write them.
NAME = re.compile(r"^[^\W\d_][\w.’'-]*(?:\s+(?:de|von|van|der|al|bin|and|&|и|мен|[^\W\d_][\w.’'-]*)){1,6}$")
BIOGRAPHY = re.compile(
    r"^(?P<name>(?:[^\W\d_][\w.’'-]*\s+){1,4})(?:\([^)]*\)\s*)?(?:,[^,]{0,80},\s*)?(?:is|was|has been|works|writes|covers|reports|joined|lives|—|–|-|является|работает|пишет)\b"
    r".{0,120}\b(journalist|correspondent|reporter|editor|writer|author|analyst|researcher|fellow|professor|lecturer|columnist|contributor|producer|scholar|"
    r"blogger|photographer|historian|director|student|candidate|freelance\w*|based in|журналист\w*|корреспондент\w*|редактор\w*|автор\w*|публицист\w*|эксперт\w*|"
    r"тілші\w*|журналисі)\b",
    re.I,
)
ADDRESS = re.compile(r"^\W*(https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.]+)\W*$", re.I)


def rule_of(line: str) -> Rule | None:
    """The rule that a line falls under by its own wording, or ``None``.

    >>> rule_of("Follow us on Telegram!").name
    'share or follow'
    >>> rule_of("The council met on Tuesday and agreed on a budget.") is None
    True
    """
    if len(line) > 600:
        return None
    lowered = line.lower()
    for rule in (TAIL, NUMBERS, *RULES):
        if rule.fits(line, lowered):
            return rule
    return None
