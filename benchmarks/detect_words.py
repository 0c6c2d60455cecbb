"""Words that detection is taught beside its training texts: names in the news of Kazakhstan, and of the
neighbours' news the words that Django's messages lack.  Written from general knowledge of the languages.
"""

from kzlib.languages.table import listed

# Names that English news about Kazakhstan is full of; without them its headlines look Kazakh.
NAMES = listed("""
Kazakhstan Kazakstan Kazakhstan's Kazakh Kazakhs Kazakhstani Kazakhstanis Almaty Astana Nur-Sultan Shymkent Karaganda Aktobe Atyrau
Aktau Zhanaozen Taraz Pavlodar Kostanay Kyzylorda Oskemen Semey Ekibastuz Temirtau Turkistan Turkestan Zhezkazgan Taldykorgan
Mangystau Zhetysu Abai Baikonur Baikal Tengiz Kashagan Karachaganak Nazarbayev Nazarbaev Nursultan Tokayev Tokaev
Kassym-Jomart Dariga Massimov Smailov Bektenov Mamin Sagintayev Akhmetov Tazhin Ashimbayev Koshanov Nigmatulin Karin
Kelimbetov Bozumbayev Zhumabay Zhumagulov Sultanov Satybaldy Kulibayev Utemuratov Mamay Zhanbolat Zhakiyanov Kozlov
Ablyazov Bokayev Ayan Zhanar Sekerbayeva Asya Tulesova Dulat Agadil Dzhakishev Amanat Otan Mazhilis Majilis Senate Samruk-Kazyna
Kazatomprom KazMunayGas Tengrinews Kazinform Azattyq Vlast Batyrbekov Amangeldy Altynbek Sarsenbayuly Yerzhan Nurlan Bolat
Daniyar Aigul Aliya Gulnara Saule Zhanna Dinara Madina Kuat Askar Talgat Timur Marat Serik Erlan Bakhytzhan Berik Murat
Erdogan Putin Mirziyoyev Japarov Zhaparov Rahmon Atambayev Berdimuhamedov Lukashenko Aliyev Xi Jinping Mukhtar Mamai Aidos
Sadykov Berdimukhamedov Kyrgyzstan Kyrgyz Uzbekistan Uzbek Tajikistan Turkmenistan Caspian Aral Eurasian Eurasia Orda Orenburg
January February March April June July August September October November December Monday Tuesday Wednesday Thursday Friday
Saturday Sunday oil gas uranium wheat IPO GDP CEO OK bank rates rate price prices dollar ruble stocks shares deal talks visit visits
jailed freed killed dead injured arrested detained sentenced protest protests unrest riots crackdown bloody clashes vote votes
poll polls election elections bill law court trial verdict case leader leaders meets hosts calls urges warns says vows hails slams
raises cuts hits falls rises slides surges opens closes ends starts begins launches news live update analysis opinion video photos
Tokayev's Nazarbayev's akim akimat tenge Zheltoksan Qandy Qantar Xinjiang Uyghur Bishkek Tashkent Dushanbe Ashgabat
""")
RUSSIAN_NAMES = listed("""
Казахстан Казахстана Казахстане Казахстаном казахстанский казахстанских казахстанцы казахстанцев Алматы Астана Астане Астаны
Шымкент Караганда Актобе Атырау Актау Жанаозен Жанаозене Жанаозена Тараз Павлодар Костанай Кызылорда Семей Экибастуз Туркестан
Жезказган Мангистау Мангистауской Байконур Тенгиз Кашаган Назарбаев Назарбаева Назарбаеву Назарбаевым Нурсултан Нур-Султан
Токаев Токаева Токаеву Токаевым Касым-Жомарт Дарига Дариги Даригу Масимов Смаилов Бектенов Мамин Ахметов Тажин Ашимбаев Кошанов
Карин Келимбетов Сатыбалды Кулибаев Кулибаева Мамай Жанболат Аблязов Бокаев Аян Жанар Асия Дулат Агадил Аманат Нур Отан мажилис
мажилиса Казатомпром КазМунайГаз Казинформ Тенгриньюс акимат акима аким тенге Батырбеков Алтынбек Ержан Нурлан Болат Данияр
Аблязова Мухтар Садыр Жапаров Жапарова Жапарову Шавкат Мирзиёев Мирзиёева Мирзиёеву Эмомали Рахмон Рахмона Рахмону Бердымухамедов
Кыргызстан Кыргызстана Кыргызстане Кыргызстаном кыргызский Узбекистан Узбекистана Узбекистане Таджикистан Таджикистана Туркменистан Туркменистана
Алмате Жетысу Абай Улытау Акмола Акмолинской Алматинской аким акимом акиму акимы акиматом тенге мажилисмен мажилисмены сенат
Айгуль Алия Гульнара Сауле Динара Мадина Куат Аскар Талгат Тимур Марат Серик Ерлан Бахытжан Берик Мурат
""")
KAZAKH_NAMES = listed("""
Қазақстан Қазақстанның Қазақстанда Қазақстанға қазақстандық Алматы Алматыда Астана Астанада Шымкент Қарағанды Ақтөбе Атырау Ақтау Жаңаөзен
Тараз Павлодар Қостанай Қызылорда Өскемен Семей Екібастұз Түркістан Жезқазған Талдықорған Маңғыстау Жетісу Абай Ұлытау Байқоңыр Теңіз Қашаған
Назарбаев Назарбаевтың Нұрсұлтан Нұр-Сұлтан Тоқаев Тоқаевтың Тоқаевқа Қасым-Жомарт Дариға Мәсімов Смайылов Бектенов Мамин Ахметов Тәжин
Әшімбаев Қошанов Нығматулин Қарин Сатыбалды Құлыбаев Мамай Жанболат Мұхтар Әблязов Бөкаев Аян Жанар Асия Дулат Ағаділ Аманат Отан мәжіліс
мәжілісі Қазатомөнеркәсіп ҚазМұнайГаз әкім әкімі әкімдік теңге қаңтар желтоқсан Алтынбек Ержан Нұрлан Болат Данияр Айгүл Әлия Гүлнар Сәуле
Динара Мәдина Қуат Асқар Талғат Темір Марат Серік Ерлан Бақытжан Берік Мұрат Олжас Қайрат Ермек Дархан
президент премьер-министр министр парламент сенат сот полиция үкімет сайлау мұнай газ доллар қымбаттады арзандады арнады барды келді кетті
""")
#: Group of train_detect.GROUPS -> common words of its news.
NEIGHBOURS = {
    "slavic": listed("""
        Казахстан Казахстану Казахстані Казахстаном України Україна Україні Україною Зеленський Київ Києві президента міністр міністра уряд
        уряду парламент поліція поліції затримали загинули поранені протести протестів вибори війна війни відбувається відбулися тривають
        заявив повідомив повідомила сказав рішення країни країні держави народ людей також через після під час від із що як це який які його
        їх але або ще вже тепер сьогодні вчора завтра рік року новий нова нові перший другий більше Президент зустріч зустрівся відвідав
        Казахстане Беларусі Беларусь Лукашэнка прэзідэнт урад міліцыя пратэсты заявіў паведаміў гэта што таксама пасля ў які якія яго
        сёння ўчора новы краіны краіне людзей адбыўся вайна выбары суд гэтым
    """),
    "southern": listed("""
        Казахстан Казахстану Казахстана Казахстанот България Българският София президентът президента министърът правителството парламентът
        полицията протести протестите загинали ранени избори войната заяви съобщи каза решение страната държавата хора хората също след
        при през този тази това които който беше има няма със във ще се на от за като днес вчера година нов нова нови първи
        Србија Србије Србији председник председника влада владе полиција полиције протести протеста избори рат рата изјавио рекао каже
        одлука земље земља људи такође после током овај ова ово који које која био има нема са у ће се од као данас јуче године нови
        Македонија претседателот претседател владата полицијата протестите изјави рече земјата луѓето исто по овој оваа кои кој беше
        посети пристигна стигао умро погинули
    """),
    "tatar": listed("""
        Татарстан Татарстанда Татарстанның Казан Казанда Казанның Миңнеханов рәисе президенты хөкүмәт министр полиция шәһәр шәһәре шәһәрендә
        район районы республикасы узды уза үтте үткән булды була булган килде китте әйтте диде белдерде хәбәр итте турында белән һәм өчен
        дә дә да бу ул аның алар безнең яңа беренче икенче көн көне ел елы елда кеше кешеләр халык халкы татар теле әле инде ачылды ачыла
        мәктәп балалар митинг сайлау сугыш суд закон кабул ителде Россия Русия Казакъстан Мәскәү
    """),
    "mongolian": listed("""
        Монгол Улсын Улаанбаатар Улаанбаатарт Казахстан Казахстаны ерөнхийлөгч Засгийн газар сайд Их Хурал цагдаа хот аймаг сонгууль дайн хууль
        болсон болов байна байсан гэж хэлэв хэллээ мэдэгдэв тухай болон энэ тэр шинэ нэг хоёр өдөр жил хүн хүмүүс ард түмэн айлчлал
        айлчлав нээгдлээ баталлаа өнөөдөр өчигдөр
    """),
    "tajik": listed("""
        Тоҷикистон Тоҷикистони Қазоқистон Қазоқистони Душанбе Эмомалӣ Раҳмон президенти ҷумҳурии Ҷумҳурии вазири вазир ҳукумат ҳукумати
        парламент маҷлиси полис шаҳри ноҳияи интихобот ҷанг қонун кард карданд шуд шуданд шудааст гуфт гуфтааст омад рафт баргузор
        дар аз ба бо барои ки ва ин он онҳо мо нав аввал дуюм рӯз рӯзи сол соли одамон мардум кишвар кишвари имрӯз дирӯз
    """),
    "turkish": listed("""
        Türkiye Türkiye'nin Türkiye'de Kazakistan Kazakistan'da Kazakistan'ın İstanbul İstanbul'da Ankara Ankara'da Erdoğan Erdoğan'ın
        cumhurbaşkanı cumhurbaşkanlığı başbakan bakan bakanı bakanlığı hükümet meclis polis protesto protestocular protestocuları gösteri
        göstericiler gözaltı gözaltına aldı alındı tutuklandı öldü ölü yaralı seçim seçimi savaş mahkeme karar kararı yasa açıkladı konuştu
        dedi söyledi geldi gitti oldu olan olarak etti edildi ediyor yapıyor oluyor görüştü ziyaret ve ile için bir bu da de daha çok yeni
        ilk son gün günü yıl yılı ülke ülkede halk insan kişi sonra önce karşı göre kadar ancak dolar lira haber haberi Kazak Kazakların
        başladı yükseldi düştü toplandı açıldı istifa iddia
    """),
    "azeri": listed("""
        Azərbaycan Azərbaycanın Azərbaycanda Qazaxıstan Qazaxıstanın Qazaxıstanda Bakı Bakıda Əliyev İlham prezident prezidenti nazir naziri
        nazirliyi hökumət məclis Milli Məclis polis etiraz aksiya saxlanıldı həbs öldü yaralı seçki müharibə məhkəmə qərar qanun bildirib
        dedi deyib açıqladı gəldi getdi oldu olub olunub edib edilib etdi görüşdü səfər və ilə üçün bir bu da də daha çox yeni
        ilk son gün günü il ili ölkə ölkədə xalq insan nəfər sonra əvvəl qarşı görə qədər ancaq xəbər başladı açıldı imzaladı istefa
    """),
    "germanic": listed("""
        Kasachstan Kasachstans kasachische kasachischen Präsident Präsidenten Regierung Minister Ministerpräsident Parlament Polizei Proteste
        Protesten Tote Verletzte Wahl Wahlen Krieg Gericht Gesetz sagte erklärte besucht reist gegen nach bei mit und der die das den dem
        ein eine einen ist sind war wird werden nicht auch für von zu im in auf aus über Berlin Deutschland Russland Usbekistan neue neuen
        Kazachstan Kazachse president regering minister politie protesten doden gewonden verkiezingen oorlog rechter wet zegt zei
        bezoekt tegen na met en de het een is zijn was wordt niet ook voor van te Nederland Rusland Kazakstan protester döda regeringen
        presidenten polisen val och att det som på av till är inte krig
    """),
    "romance": listed("""
        Kazakhstan kazakh kazakhe président gouvernement ministre parlement police manifestations manifestants morts blessés élection élections
        guerre tribunal loi déclare annonce visite contre après avec et le la les un une des est sont était pas aussi pour de du en sur dans
        Kazajistán kazajo presidente gobierno ministro parlamento policía protestas muertos heridos elección elecciones guerra juicio ley
        dice anuncia visita contra después con y el los las uno una es son fue no también para del en sobre Kazakistan governo polizia
        proteste morti feriti elezioni legge dopo il lo gli che non anche per della nel Cazaquistão protestos mortos eleições depois
        não também Cazacustan Kazahstan președintele guvernul poliția alegeri război pentru și Tokayev Tokaïev Tokáyev
    """),
    "western": listed("""
        Kazachstan Kazachstanu Kazachstanie kazachski prezydent prezydenta rząd minister premier parlament policja protesty protestów zabici
        ofiary wybory wojna sąd ustawa powiedział poinformował odwiedził przeciw po z i w na do się jest są był nie także dla od
        Kazachstán Kazachstánu prezident prezidenta vláda policie protestů mrtvých oběti volby válka soud zákon řekl oznámil navštívil
        proti se je jsou byl není také pro Kazahstan Kazahstanu predsjednik predsednik vlada policija prosvjedi mrtvih izbori rat
        sud kazao posjetio protiv poslije je su bio nije takođe za od Moskva Rusko Rosja Rosji
    """),
    "rest": listed("""
        Kazakhstan Kazahsztán Kazahsztánban tüntetések elnök kormány rendőrség választás háború Kasakhstan Kazakstan presidentti hallitus
        poliisi vaalit sota mielenosoitukset Kazakstanissa protesti valdība policija vēlēšanas prezidentas vyriausybė rinkimai karas
        Kasahstan president valitsus politsei valimised biểu tình tổng thống chính phủ cảnh sát bầu cử chiến tranh người và của ở là
        không có trong với được tại đã unjuk rasa presiden pemerintah polisi pemilu perang dan di yang untuk dengan Kazakistani presidenti
        qeveria policia zgjedhjet
    """),
    "ky": listed("""
        Кыргызстан Кыргызстандын Кыргызстанда Кыргызстанга Бишкек Бишкекте Ош Ошто Казакстан Казакстандын Садыр Жапаров президент президенти
        өкмөт министр министри парламент Жогорку Кеңеш милиция мыйзам шайлоо согуш сот чечим билдирди айтты деди деп маалымдады кармалды
        болду болгон болот келди барды кетти өттү ачылды менен жана үчүн боюнча тууралуу эле дагы бул ал анын алар биз жаңы биринчи экинчи
        күн күнү жыл жылы эл элге адам адамдар шаар шаары шаарында облусу району өлкө өлкөнүн чек ара жөнүндө каршы кийин дейт экенин
    """),
    "uz": listed("""
        O'zbekiston O'zbekistonda O'zbekistonning Toshkent Toshkentda Qozog'iston Qozog'istonda Ostona Mirziyoyev Shavkat prezident prezidenti
        hukumat vazir vaziri vazirligi parlament Oliy Majlis militsiya politsiya qonun saylov urush sud qaror bildirdi aytdi dedi deb
        ma'lum qilindi qildi bo'ldi bo'lgan keldi bordi ketdi o'tdi ochildi bilan va uchun bo'yicha haqida ham bu u uning ular biz yangi
        birinchi ikkinchi kun kuni yil yili xalq odam odamlar shahar shahri shahrida viloyati tumani davlat mamlakat qarshi keyin
    """),
}
